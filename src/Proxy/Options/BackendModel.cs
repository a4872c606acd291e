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
    public bool IsSame(BackendModel other)
    {
        var (mine, theirs) = (Ssh, other.Ssh);
        return (Name, Host, Port, Pool, Identity) == (other.Name, other.Host, other.Port, other.Pool, other.Identity)
            && SetEnv.SequenceEqual(other.SetEnv)
            && mine.IdentityKey.PublicKey.Equals(theirs.IdentityKey.PublicKey)
            && mine.HostKeys.SequenceEqual(theirs.HostKeys)
            && mine.HostKeyAuthorities.SequenceEqual(theirs.HostKeyAuthorities)
            && mine.RevokedHostKeys.SequenceEqual(theirs.RevokedHostKeys)
            && WithoutKeys(mine) == WithoutKeys(theirs, mine);
    }

    // What is left of the record are values: its keys are compared one by one, and here they are one side's on both.
    private static SshClientOptions WithoutKeys(SshClientOptions options, SshClientOptions? keys = null) => options with
    {
        IdentityKey = (keys ?? options).IdentityKey,
        HostKeys = [],
        HostKeyAuthorities = [],
        RevokedHostKeys = [],
    };
}
