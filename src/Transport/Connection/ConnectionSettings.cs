using Microsoft.Extensions.Logging;

using Sluice.Transport.Buffers;
using Sluice.Transport.Crypto;

namespace Sluice.Transport.Connection;

/// <summary>What a connection needs of its door, in either role; shared by all connections of that door.</summary>
internal sealed record ConnectionSettings
{
    public required bool IsServer { get; init; }

    public required string SoftwareVersion { get; init; }

    public required TimeSpan Grace { get; init; }

    public required TimeSpan AliveInterval { get; init; }

    public required int AliveCountMax { get; init; }

    public required long RekeyBytes { get; init; }

    public required TimeSpan RekeyInterval { get; init; }

    public required AlgorithmCatalog Catalog { get; init; }

    public required ILogger Log { get; init; }

    public required ConnectionSweep Sweep { get; init; }

    public BufferPool Pool { get; init; } = BufferPool.Shared;

    public IReadOnlyList<SshPrivateKey> HostKeys { get; init; } = [];

    public IReadOnlyList<SshPublicKey> PinnedHostKeys { get; init; } = [];

    public int MaxAuthTries { get; init; }

    public int MaxSessions { get; init; } = int.MaxValue;

    public uint InitialWindow { get; init; }

    public IAuthenticator? Authenticator { get; init; }

    public Func<SshConnection, IConnectionObserver>? OnAuthenticated { get; init; }

    public Action<SshConnection>? OnGone { get; init; }

    public string User { get; init; } = "";

    public SshPrivateKey? IdentityKey { get; init; }
}
