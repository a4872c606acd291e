using System.Net;

using Microsoft.Extensions.Logging;

namespace Sluice.Transport;

/// <summary>
/// The public door of the server role: listens, accepts clients, takes them through key exchange and authentication,
/// and hands each authenticated connection to an observer.
/// </summary>
public sealed class SshAcceptor : IAsyncDisposable
{
    /// <param name="options">Frozen settings.</param>
    /// <param name="authenticator">Knows the users.</param>
    /// <param name="onAuthenticated">Called once for each connection that is authenticated, before its channels.</param>
    /// <param name="loggerFactory">Where it reports to.</param>
    public SshAcceptor(SshServerOptions options, IAuthenticator authenticator, Func<SshConnection, IConnectionObserver> onAuthenticated, ILoggerFactory loggerFactory) =>
        throw new NotImplementedException();

    /// <summary>Binds and listens; port 0 takes a free one. Gives the address that was bound. Accepting begins at once.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address is taken or not ours.</exception>
    public IPEndPoint Listen(IPEndPoint endPoint) => throw new NotImplementedException();

    /// <summary>Stops listening; connections go on.</summary>
    public void StopListening() => throw new NotImplementedException();

    /// <summary>Connections that are alive.</summary>
    public int ConnectionCount => throw new NotImplementedException();

    /// <summary>Stops listening, ends every connection with <see cref="EndReason.Drained"/> and waits until they are gone.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
