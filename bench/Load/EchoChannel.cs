using System.Diagnostics;

using Sluice.Transport;

namespace Sluice.Load;

/// <summary>Sends one byte, waits until it is back, and does that again after a pause; remembers how long each took.</summary>
internal sealed class EchoChannel(string command, TimeSpan pause) : CommandChannel(command)
{
    private TaskCompletionSource _back = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Echoes until the time is over; gives what each took, in microseconds.</summary>
    public async Task<IReadOnlyList<double>> RunAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var microseconds = new List<double>();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            _back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var sent = Stopwatch.GetTimestamp();
            Channel!.Send("x"u8);
            await _back.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken).ConfigureAwait(false);
            microseconds.Add(Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
        return microseconds;
    }

    public override void OnData(SshChannel channel, in ChannelData data)
    {
        base.OnData(channel, data);
        _back.TrySetResult();
    }
}
