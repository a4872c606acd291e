using System.Diagnostics;

using Sluice.Transport;

namespace Sluice.Load;

/// <summary>Clients that log in, run one command and leave, a number of them at a time.</summary>
internal static class LoginLoad
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Clients before the clock starts: their work is this process' own compiling.</summary>
    private const int WarmUp = 100;

    /// <summary>Goes on until all have come or the time is over; those that are under way then come to their end.</summary>
    public static async Task<object> RunAsync(Target target, string command, int count, int width, TimeSpan time, CancellationToken cancellationToken)
    {
        var times = new double[count];
        var faults = new Faults();
        var (next, done) = (0, 0);
        await Parallel.ForAsync(0, WarmUp, new ParallelOptions { MaxDegreeOfParallelism = width, CancellationToken = cancellationToken }, async (_, cancellation) =>
        {
            if (await ComeAsync(target, command, cancellation).ConfigureAwait(false) is { } fault) faults.Add(fault);
        }).ConfigureAwait(false);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, width).Select(_ => Task.Run(ComeAndGoAsync, cancellationToken))).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new
        {
            seconds,
            done,
            all = done + WarmUp,
            perSecond = done / seconds,
            milliseconds = Percentiles.Of(times.Where(time => time > 0)),
            failures = faults.Count,
            faults = faults.Kinds,
        };

        async Task ComeAndGoAsync()
        {
            while (Interlocked.Increment(ref next) is var own && own <= count && Stopwatch.GetElapsedTime(began) < time)
            {
                var started = Stopwatch.GetTimestamp();
                if (await ComeAsync(target, command, cancellationToken).ConfigureAwait(false) is { } fault)
                {
                    faults.Add(fault);
                    continue;
                }
                times[own - 1] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                Interlocked.Increment(ref done);
            }
        }
    }

    /// <summary>One client; null, or the sentence that says what failed.</summary>
    private static async Task<string?> ComeAsync(Target target, string command, CancellationToken cancellationToken)
    {
        var (connection, fault) = await target.ConnectAsync(cancellationToken).ConfigureAwait(false);
        if (connection is null) return fault;
        var channel = new CommandChannel(command);
        channel.Open(connection);
        var status = await channel.Over.WaitAsync(_patience, cancellationToken).ConfigureAwait(false);
        connection.Close(EndReason.PeerClosed, "done");
        return status is 0 ? null : "The command failed.";
    }
}
