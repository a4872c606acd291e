using Sluice.Transport;

namespace Sluice.Testing.Peers;

/// <summary>What is peculiar about a <see cref="Subject"/>; the defaults suit most tests.</summary>
internal sealed record SubjectOptions
{
    public SshPrivateKey HostKey { get; init; } = PeerKeys.Host;

    public SshPrivateKey UserKey { get; init; } = PeerKeys.User;

    /// <summary>What the client takes for the server's keys.</summary>
    public IReadOnlyList<SshPublicKey> PinnedHostKeys { get; init; } = [PeerKeys.Host.PublicKey];

    public AlgorithmPreferences Algorithms { get; init; } = new();

    /// <summary>Server role: who hears the sessions that the peer opens.</summary>
    public IChannelObserver Sessions { get; init; } = new SilentObserver();

    /// <summary>Server role: bytes that a fresh session may be sent.</summary>
    public uint InitialWindow { get; init; } = 64 * 1024;

    public int MaxAuthTries { get; init; } = 6;

    public int MaxSessions { get; init; } = 10;

    public long RekeyBytes { get; init; } = 1L << 40;

    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Server role: true lets a key log in.</summary>
    public Func<PublicKeyAttempt, bool> Knows { get; init; } = attempt => attempt.Key.Equals(PeerKeys.User.PublicKey);

    /// <summary>Server role: the directory answers when this is done.</summary>
    public Task Directory { get; init; } = Task.CompletedTask;
}
