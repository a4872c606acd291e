namespace Sluice.Transport;

/// <summary>What a connecting side needs to know. Immutable once given.</summary>
public sealed record SshClientOptions
{
    /// <summary>The login name at the server.</summary>
    public required string User { get; init; }

    /// <summary>The key to log in with.</summary>
    public required SshPrivateKey IdentityKey { get; init; }

    /// <summary>The server's pinned host keys; anything else is refused, unless an authority vouches for it.</summary>
    public required IReadOnlyList<SshPublicKey> HostKeys { get; init; }

    /// <summary>Keys whose host certificates for the server's name are believed (known_hosts' <c>@cert-authority</c>).</summary>
    public IReadOnlyList<SshPublicKey> HostKeyAuthorities { get; init; } = [];

    /// <summary>Keys of hosts and of authorities that are refused whatever else is said (known_hosts' <c>@revoked</c>).</summary>
    public IReadOnlyList<SshPublicKey> RevokedHostKeys { get; init; } = [];

    /// <summary>The form of the PROXY header that goes before everything else; null sends none.</summary>
    public ProxyProtocolVersion? SendProxyProtocol { get; init; }

    /// <inheritdoc cref="SshServerOptions.SoftwareVersion"/>
    public string SoftwareVersion { get; init; } = "Sluice";

    /// <summary>How long connecting, key exchange and authentication may take together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc cref="SshServerOptions.ClientAliveInterval"/>
    public TimeSpan ServerAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc cref="SshServerOptions.ClientAliveCountMax"/>
    public int ServerAliveCountMax { get; init; } = 3;

    /// <inheritdoc cref="SshServerOptions.RekeyBytes"/>
    public long RekeyBytes { get; init; } = 1L << 30;

    /// <inheritdoc cref="SshServerOptions.RekeyInterval"/>
    public TimeSpan RekeyInterval { get; init; } = TimeSpan.FromHours(1);

    /// <inheritdoc cref="SshServerOptions.Algorithms"/>
    public AlgorithmPreferences Algorithms { get; init; } = new();
}
