using System.Diagnostics;

using Sluice.Transport;

namespace Sluice.Load;

/// <summary>Streams at one time, each on a connection of its own; the clock starts when all are logged in.</summary>
internal static class TransferLoad
{
    public static async Task<object> RunAsync(Target target, string command, int count, long bytes, bool isUpload, CancellationToken cancellationToken)
    {
        var connections = await target.ConnectAllAsync(count, cancellationToken).ConfigureAwait(false);
        var began = Stopwatch.GetTimestamp();
        var channels = connections.Select(connection =>
        {
            var channel = isUpload ? new UploadChannel(command, bytes) : new CommandChannel(command);
            channel.Open(connection);
            return channel;
        }).ToList();
        var statuses = await Task.WhenAll(channels.Select(channel => channel.Over)).WaitAsync(cancellationToken).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var connection in connections) connection.Close(EndReason.PeerClosed, "done");
        var failures = channels.Zip(statuses).Count(one => one.Second is not 0 || (!isUpload && one.First.Received != bytes));
        return new { seconds, megabytesPerSecond = bytes * count / seconds / 1e6, failures };
    }
}
