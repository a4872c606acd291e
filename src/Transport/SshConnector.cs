using Microsoft.Extensions.Logging;

namespace Sluice.Transport;

/// <summary>The public door of the client role: reaches a server, checks its host key and logs in.</summary>
public sealed class SshConnector(ILoggerFactory loggerFactory)
{
    /// <summary>
    /// Connects, exchanges keys and authenticates. Expected failures are values: the result holds either the connection
    /// or the <see cref="End"/> that says why there is none.
    /// </summary>
    public ValueTask<ConnectResult> ConnectAsync(string host, int port, SshClientOptions options, IConnectionObserver observer, CancellationToken cancellationToken) =>
        throw new NotImplementedException(loggerFactory.ToString());
}

/// <summary>What came of an attempt to connect: exactly one of the two is not null.</summary>
public sealed record ConnectResult(SshConnection? Connection, End? Failure);
