using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Crypto.Protection;
using Sluice.Transport.Handshake;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz;

/// <summary>Both sides of a key exchange, and the KEXINITs that choose one algorithm.</summary>
internal static class Handshakes
{
    private const string ClientIdentification = "SSH-2.0-client", ServerIdentification = "SSH-2.0-server";

    public static AlgorithmCatalog Catalog { get; } = AlgorithmCatalog.Create(new()
    {
        // The weak ones, too, and not the largest group, whose powers take longer than all else here together.
        KexAlgorithms = string.Join(',', KeyExchangeAlgorithms.All.Select(algorithm => algorithm.Name).Where(name => name != "diffie-hellman-group18-sha512")),
        MACs = string.Join(',', ProtectionAlgorithms.Macs.Select(mac => mac.Name)),
    });

    public static HandshakeSide Server { get; } =
        new(IsServer: true, ClientIdentification, ServerIdentification, Catalog, [.. FixedKeys.All, FixedKeys.CertifiedHost], null);

    public static HandshakeSide Client { get; } =
        new(IsServer: false, ClientIdentification, ServerIdentification, Catalog, [], new HostKeyTrust(
            [.. FixedKeys.All.Select(key => key.PublicKey)], [FixedKeys.Ed25519.PublicKey], [], FixedKeys.HostName, TimeProvider.System));

    private static readonly Dictionary<string, AlgorithmCatalog> _single =
        Catalog.KexAlgorithms.ToDictionary(kex => kex, kex => AlgorithmCatalog.Create(new() { KexAlgorithms = kex }));

    /// <summary>A server that can do one key exchange with one host key.</summary>
    public static HandshakeSide ServerWith(string kex, string hostKey) => Server with
    {
        Catalog = _single[kex],
        HostKeys = [Server.HostKeys.First(key => key.PublicKey.SignatureAlgorithms.Contains(hostKey))],
    };

    /// <summary>A KEXINIT that leaves no choice.</summary>
    public static byte[] InitFor(string kex, string hostKey) =>
        new KexInitMessage([kex], [hostKey], Catalog.Ciphers, Catalog.Ciphers, Catalog.Macs, Catalog.Macs, ["none"], ["none"], false).ToPayload(new byte[16]);

    /// <summary>One of a list, by a byte of the input.</summary>
    public static string Pick(IReadOnlyList<string> names, byte number) => names[number % names.Count];
}
