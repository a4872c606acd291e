using Microsoft.Extensions.Logging;

using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>Makes connections to one backend and tells of each attempt.</summary>
internal sealed class BackendDialer(BackendModel model, SshConnector connector, ILogger logger, TimeProvider time)
{
    /// <summary>Connects and logs in within ConnectTimeout. Every failure is a value: who waits for connections counts those that are being made.</summary>
    /// <param name="observer">Hears of the connection's end.</param>
    /// <param name="onBehalfOf">The client whose connection it will be; null if it is shared.</param>
    /// <param name="requestId">The request that needs it; empty if it is made ahead of need.</param>
    /// <param name="cancellationToken">Nobody needs it any more.</param>
    public async Task<ConnectResult> DialAsync(IConnectionObserver observer, SshConnection? onBehalfOf, string requestId, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        ConnectResult result;
        try
        {
            var ends = onBehalfOf is null ? null : new ProxiedEndPoints(onBehalfOf.RemoteEndPoint, onBehalfOf.LocalEndPoint);
            result = await connector.ConnectAsync(model.Host, model.Port, model.Ssh, observer, ends, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            result = new ConnectResult(null, new End(EndReason.PeerClosed, EndSide.Local, "nobody needs the connection any more"));
        }
#pragma warning disable CA1031 // A mistake of ours costs this attempt and nothing else.
        catch (Exception mistake)
#pragma warning restore CA1031
        {
            logger.BackendMistake(mistake, model.Name);
            result = new ConnectResult(null, new End(EndReason.InternalError, EndSide.Local, "internal error"));
        }
        if (result.Connection is { } connection)
        {
            var milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
            logger.BackendConnected(model.Name, model.Address, connection.RemoteIdentification, milliseconds, connection.Id, requestId);
            return result;
        }
        var failure = result.Failure!;
        if (cancellationToken.IsCancellationRequested) return result;
        logger.BackendFailed(model.Name, model.Address, failure.Reason, failure.Detail, requestId);
        if (failure.Reason == EndReason.HostKeyUnknown) logger.BackendHostKeyUnknown(model.Name, model.Port, model.Host, requestId);
        return result;
    }
}
