namespace Sluice.Transport;

/// <summary>Knows users and their keys.</summary>
public interface IAuthenticator
{
    /// <summary>
    /// Who is this? Called for a key that is asked about and again for the key that signed; only after the second call,
    /// with a valid signature, is the returned identity the connection's. It must not depend on which of the two it is,
    /// and take the same shape and time for known and unknown users.
    /// </summary>
    /// <returns>The identity to keep on the connection, or null to refuse this key.</returns>
    ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken);

    /// <summary>
    /// A client is gone that was never authenticated. Comes once for each such connection, from its receive loop: must
    /// not block.
    /// </summary>
    void OnUnauthenticated(UnauthenticatedEnd end)
    {
    }
}

/// <summary>The end of a connection that was never authenticated.</summary>
/// <param name="User">The user name that was tried; empty if none was.</param>
/// <param name="RemoteAddress">Where the client was.</param>
/// <param name="ConnectionId">The connection's id.</param>
/// <param name="End">Who ended it, and why.</param>
public sealed record UnauthenticatedEnd(string User, System.Net.IPEndPoint RemoteAddress, string ConnectionId, End End)
{
    /// <summary>How far the client went.</summary>
    public LoginAttempt Attempt { get; init; }
}

/// <summary>One public key offered for one user name.</summary>
/// <param name="User">The user name as sent.</param>
/// <param name="Key">The key, or an <see cref="SshCertificate"/> for it, whose authority is yet to be trusted.</param>
/// <param name="RemoteAddress">Where the client is.</param>
/// <param name="ConnectionId">The connection's id.</param>
public sealed record PublicKeyAttempt(string User, SshPublicKey Key, System.Net.IPEndPoint RemoteAddress, string ConnectionId);
