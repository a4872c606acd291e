using System.Net;

using Microsoft.Extensions.Logging;

using Sluice.Transport;

namespace Sluice.Proxy.Embedded;

/// <summary>
/// A small SSH server that serves the git repositories of one folder to the holder of one key, made of Transport's
/// server role and the system's git. It stands in for a real backend in the demonstration.
/// </summary>
internal sealed class EmbeddedGitServer : IAsyncDisposable
{
    private readonly SshAcceptor _acceptor;

    private EmbeddedGitServer(SshAcceptor acceptor, IPEndPoint endPoint) => (_acceptor, EndPoint) = (acceptor, endPoint);

    /// <summary>Where it listens, on loopback.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts it on a free port of 127.0.0.1.</summary>
    /// <param name="repositories">The folder that holds the repositories and nothing else.</param>
    /// <param name="hostKey">Its host key.</param>
    /// <param name="user">The key that may log in, under any name.</param>
    /// <param name="loggerFactory">Where Transport reports to.</param>
    public static EmbeddedGitServer Start(string repositories, SshPrivateKey hostKey, SshPublicKey user, ILoggerFactory loggerFactory)
    {
        var options = new SshServerOptions { HostKeys = [hostKey], SoftwareVersion = "SluiceEmbeddedGit" };
        var session = new EmbeddedSession(Path.GetFullPath(repositories));
        var acceptor = new SshAcceptor(options, new SingleKey(user), _ => session, loggerFactory);
        return new EmbeddedGitServer(acceptor, acceptor.Listen(new IPEndPoint(IPAddress.Loopback, 0)));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _acceptor.DisposeAsync();

    private sealed class SingleKey(SshPublicKey user) : IAuthenticator
    {
        public ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken) =>
            ValueTask.FromResult<object?>(attempt.Key.Equals(user) ? attempt.User : null);
    }

    private sealed class EmbeddedSession(string repositories) : IConnectionObserver
    {
        public IChannelObserver OnSessionOpened(SshConnection connection, SshChannel channel) => new EmbeddedChannel(channel, repositories);

        public void OnEnded(SshConnection connection, End end)
        {
        }
    }
}
