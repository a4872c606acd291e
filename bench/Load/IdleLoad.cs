using System.Diagnostics;

using Sluice.Transport;

namespace Sluice.Load;

/// <summary>Connections that are held, with a command on each if one is given, until a line comes or the input ends.</summary>
internal static class IdleLoad
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    public static async Task<object> RunAsync(Target target, string? command, int count, int width, TextWriter output, TextReader until, CancellationToken cancellationToken)
    {
        var connections = new SshConnection?[count];
        var faults = new Faults();
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = width, CancellationToken = cancellationToken }, async (i, cancellation) =>
        {
            (connections[i], var fault) = await target.ConnectAsync(cancellation).ConfigureAwait(false);
            if (fault is not null) faults.Add(fault);
            if (connections[i] is not { } connection || command is null) return;
            var channel = new CommandChannel(command);
            channel.Open(connection);
            if (!await channel.Started.WaitAsync(_patience, cancellation).ConfigureAwait(false)) faults.Add("The command was refused.");
        }).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var held = Alive();
        await output.WriteLineAsync($"holding {held}").ConfigureAwait(false);
        await until.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        var aliveAtTheEnd = Alive();
        foreach (var connection in connections) connection?.Close(EndReason.PeerClosed, "done");
        return new { seconds, held, aliveAtTheEnd, failures = faults.Count + held - aliveAtTheEnd, faults = faults.Kinds };

        int Alive() => connections.Count(connection => connection is { IsAlive: true });
    }
}
