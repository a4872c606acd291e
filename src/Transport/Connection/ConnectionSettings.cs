using System.Text;

using Microsoft.Extensions.Logging;

using Sluice.Transport.Buffers;
using Sluice.Transport.Crypto;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Connection;

/// <summary>What a connection needs of its door, in either role; shared by all connections of that door.</summary>
internal sealed record ConnectionSettings
{
    public required bool IsServer { get; init; }

    public required string SoftwareVersion { get; init; }

    /// <summary>Our identification line without its end (RFC 4253 section 4.2).</summary>
    public string Identification => $"SSH-2.0-{SoftwareVersion}";

    /// <summary>Time for everything up to authentication; zero is without limit.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>Time for one key exchange, which must end even where the login may take for ever.</summary>
    public TimeSpan ExchangeTimeout => Grace > TimeSpan.Zero ? Grace : TimeSpan.FromSeconds(120);

    public required TimeSpan AliveInterval { get; init; }

    public required int AliveCountMax { get; init; }

    public required long RekeyBytes { get; init; }

    public required TimeSpan RekeyInterval { get; init; }

    public required AlgorithmCatalog Catalog { get; init; }

    /// <summary>The EXT_INFO that a server sends, with its number.</summary>
    public byte[] ExtInfo { get; } = CreateExtInfo();

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

    private static byte[] CreateExtInfo()
    {
        var message = new ExtInfoMessage(Encoding.ASCII.GetBytes(AlgorithmCatalog.ServerSigAlgs));
        var writer = new WireWriter(new byte[message.MaxLength]);
        writer.WriteByte((byte)message.Number);
        message.Write(ref writer);
        return writer.Written.ToArray();
    }
}
