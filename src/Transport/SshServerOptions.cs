using System.Net;

namespace Sluice.Transport;

/// <summary>What a listening side needs to know. Immutable once given.</summary>
public sealed record SshServerOptions
{
    /// <summary>
    /// Host keys, at most one for each key type, and certified forms of them (<see cref="SshPrivateKey.WithCertificate"/>),
    /// at most one for each of them.
    /// </summary>
    public required IReadOnlyList<SshPrivateKey> HostKeys { get; init; }

    /// <summary>The software version of our identification string: <c>SSH-2.0-</c> and this.</summary>
    public string SoftwareVersion { get; init; } = "Sluice";

    /// <summary>How long a client may take from connecting to being authenticated.</summary>
    public TimeSpan LoginGraceTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Distinct keys that a client may sign with; asking whether a key would do is no try.</summary>
    public int MaxAuthTries { get; init; } = 6;

    /// <summary>Bits that the modulus of a user's RSA key must have; fewer than 2048 are never taken.</summary>
    public int RequiredRSASize { get; init; } = 2048;

    /// <summary>Session channels that one connection may hold at a time.</summary>
    public int MaxSessions { get; init; } = 10;

    /// <summary>Bytes that a client may send on a new channel before we grant more; 0 makes it wait.</summary>
    public uint InitialWindow { get; init; }

    /// <summary>A keepalive is sent after that long a silence; zero means never.</summary>
    public TimeSpan ClientAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Unanswered keepalives after which the connection ends.</summary>
    public int ClientAliveCountMax { get; init; } = 3;

    /// <summary>New keys after that many bytes in either direction.</summary>
    public long RekeyBytes { get; init; } = 1L << 30;

    /// <summary>New keys after that long.</summary>
    public TimeSpan RekeyInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Algorithm lists in order of preference; null means the defaults.</summary>
    public AlgorithmPreferences Algorithms { get; init; } = new();
}
