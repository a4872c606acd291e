using System.Diagnostics;

using Sluice.Transport;

namespace Sluice.Load;

/// <summary>Commands one after the other on one connection.</summary>
internal static class SessionLoad
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    public static async Task<object> RunAsync(Target target, string command, int count, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var connections = await target.ConnectAllAsync(1, cancellationToken).ConfigureAwait(false);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var channel = new CommandChannel(command);
            channel.Open(connections[0]);
            if (await channel.Over.WaitAsync(_patience, cancellationToken).ConfigureAwait(false) is not 0) faults.Add("The command failed.");
        }
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        connections[0].Close(EndReason.PeerClosed, "done");
        return new { seconds, perSecond = count / seconds, failures = faults.Count, faults = faults.Kinds };
    }
}
