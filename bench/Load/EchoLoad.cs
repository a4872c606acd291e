using Sluice.Transport;

namespace Sluice.Load;

/// <summary>Round trips of one byte, beside unbounded streams on connections of their own.</summary>
internal static class EchoLoad
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(1);

    public static async Task<object> RunAsync(Target target, string echoCommand, string downCommand, int streams, TimeSpan time, CancellationToken cancellationToken)
    {
        var connections = await target.ConnectAllAsync(streams + 1, cancellationToken).ConfigureAwait(false);
        var bulk = connections.Skip(1).Select(connection =>
        {
            var channel = new CommandChannel(downCommand);
            channel.Open(connection);
            return channel;
        }).ToList();
        var echo = new EchoChannel(echoCommand, _pause);
        echo.Open(connections[0]);
        if (!await echo.Started.WaitAsync(cancellationToken).ConfigureAwait(false)) throw new LoadFailedException("The echo command was refused.");
        // The first second is the streams' to get going.
        await echo.RunAsync(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
        var before = bulk.Sum(channel => channel.Received);
        var microseconds = await echo.RunAsync(time, cancellationToken).ConfigureAwait(false);
        var streamed = bulk.Sum(channel => channel.Received) - before;
        var failures = bulk.Count(channel => channel.Over.IsCompleted);
        foreach (var connection in connections) connection.Close(EndReason.PeerClosed, "done");
        return new { microseconds = Percentiles.Of(microseconds), megabytesPerSecondBeside = streamed / time.TotalSeconds / 1e6, failures };
    }
}
