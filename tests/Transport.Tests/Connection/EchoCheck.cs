using Sluice.Testing;
using Sluice.Testing.Peers;

namespace Sluice.Transport.Tests.Connection;

/// <summary>The client's side of an echo: sends noise as its window allows and compares what comes back.</summary>
internal sealed class EchoCheck(int total) : SilentObserver
{
    private readonly byte[] _noise = DeterministicNoise.Create(total, 5);
    private readonly TaskCompletionSource<End?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _sent;
    private int _received;
    private bool _sentEof;

    /// <summary>Waits for all of it and for the channel's orderly end.</summary>
    public static async Task RunAsync(SshConnection client, int total, uint window = 64 * 1024, uint maxPacket = 32 * 1024)
    {
        var check = new EchoCheck(total);
        client.OpenSession(check, window, maxPacket);
        var end = await check._done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        if (end is not null) throw new InvalidOperationException($"The echo ended after {check._received} of {total} bytes: {end}");
    }

    public override void OnOpened(SshChannel channel) => Continue(channel);

    public override void OnWindowAdjusted(SshChannel channel, uint bytes) => Continue(channel);

    public override void OnData(SshChannel channel, in ChannelData data)
    {
        var expected = _noise.AsSpan(_received, Math.Min(data.Bytes.Length, total - _received));
        if (!data.Bytes.SequenceEqual(expected)) Fail($"the echo differs behind byte {_received}");
        _received += data.Bytes.Length;
        channel.Grant((uint)data.Bytes.Length);
    }

    public override void OnEof(SshChannel channel)
    {
        if (_received != total) Fail($"EOF came behind byte {_received} of {total}");
        channel.SendClose();
    }

    public override void OnEnded(SshChannel channel, End? end) => _done.TrySetResult(end);

    private void Continue(SshChannel channel)
    {
        while (_sent < total && channel.Send(_noise.AsSpan(_sent, Math.Min(777, total - _sent))) is > 0 and var bytes) _sent += bytes;
        if (_sent < total || _sentEof) return;
        _sentEof = true;
        channel.SendEof();
    }

    private void Fail(string what) => _done.TrySetException(new InvalidOperationException(what));
}
