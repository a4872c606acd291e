using Sluice.Transport;

namespace Sluice.Proxy.Options;

/// <summary>One backend, ready to connect to.</summary>
/// <param name="Name">Its name in the configuration, in routes, logs and metrics.</param>
/// <param name="Host">Host name or address literal (IPv6 without brackets).</param>
/// <param name="Port">TCP port.</param>
/// <param name="Ssh">Login, identity key, pinned host keys, timeouts.</param>
/// <param name="SetEnv">Environment that every request on this backend is given.</param>
internal sealed record BackendModel(string Name, string Host, int Port, SshClientOptions Ssh, IReadOnlyList<KeyValuePair<string, string>> SetEnv)
{
    /// <summary>How clients share connections to it.</summary>
    public PoolModel Pool { get; init; } = new();

    /// <summary>How it is told who asks.</summary>
    public IdentityModel Identity { get; init; } = new();

    /// <summary><c>host:port</c>, with brackets around an IPv6 address.</summary>
    public string Address => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>True if connections made for the one serve the other: all that the configuration and its files say is the same.</summary>
    public bool IsSame(BackendModel other) =>
        (Name, Host, Port, Pool, Identity) == (other.Name, other.Host, other.Port, other.Pool, other.Identity)
        && SetEnv.SequenceEqual(other.SetEnv)
        && Ssh.IdentityKey.PublicKey.Equals(other.Ssh.IdentityKey.PublicKey)
        && Ssh.HostKeys.SequenceEqual(other.Ssh.HostKeys)
        && Ssh.HostKeyAuthorities.SequenceEqual(other.Ssh.HostKeyAuthorities)
        && Ssh.RevokedHostKeys.SequenceEqual(other.Ssh.RevokedHostKeys)
        // What is left of the record are values; the lists and the key were compared above.
        && Ssh == other.Ssh with
        {
            IdentityKey = Ssh.IdentityKey, HostKeys = Ssh.HostKeys, HostKeyAuthorities = Ssh.HostKeyAuthorities, RevokedHostKeys = Ssh.RevokedHostKeys,
        };
}
