using System.Text;

using Microsoft.Extensions.Logging;

using Sluice.Transport.Authentication;
using Sluice.Transport.Buffers;
using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Crypto.Keys;
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
    public byte[] ExtInfo { get; init; } = [];

    public required ILogger Log { get; init; }

    public required ConnectionSweep Sweep { get; init; }

    public BufferPool Pool { get; init; } = BufferPool.Shared;

    public IReadOnlyList<SshPrivateKey> HostKeys { get; init; } = [];

    /// <summary>Client role: whose host keys are believed.</summary>
    public HostKeyTrust? KnownHost { get; init; }

    /// <summary>Server role: what clients are told of the host keys; null tells them nothing.</summary>
    public HostKeyProofs? HostKeyProofs { get; init; }

    /// <summary>Server role: which user keys may be tried.</summary>
    public UserKeyRules UserKeyRules { get; init; } = UserKeyRules.Default;

    public int MaxAuthTries { get; init; }

    public int MaxSessions { get; init; } = int.MaxValue;

    public uint InitialWindow { get; init; }

    public IAuthenticator? Authenticator { get; init; }

    public Func<SshConnection, IConnectionObserver>? OnAuthenticated { get; init; }

    public Action<SshConnection>? OnGone { get; init; }

    /// <summary>Client role: the PROXY header that goes before everything else; empty for none.</summary>
    public byte[] ProxyHeader { get; init; } = [];

    public string User { get; init; } = "";

    public SshPrivateKey? IdentityKey { get; init; }

    /// <summary>The EXT_INFO (RFC 8308) for what a catalog accepts of user keys.</summary>
    public static byte[] CreateExtInfo(AlgorithmCatalog catalog)
    {
        var message = new ExtInfoMessage(Encoding.ASCII.GetBytes(KeyAlgorithms.ServerSigAlgs(catalog.PubkeyAcceptedAlgorithms)));
        var writer = new WireWriter(new byte[message.MaxLength]);
        writer.WriteByte((byte)message.Number);
        message.Write(ref writer);
        return writer.Written.ToArray();
    }
}
