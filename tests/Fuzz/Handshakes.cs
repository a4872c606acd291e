using Sluice.Transport.Crypto;
using Sluice.Transport.Handshake;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz;

/// <summary>Both sides of a key exchange, and the KEXINITs that choose one algorithm.</summary>
internal static class Handshakes
{
    private const string ClientIdentification = "SSH-2.0-client", ServerIdentification = "SSH-2.0-server";

    public static AlgorithmCatalog Catalog { get; } = AlgorithmCatalog.Create(new());

    public static HandshakeSide Server { get; } =
        new(IsServer: true, ClientIdentification, ServerIdentification, Catalog, FixedKeys.All, []);

    public static HandshakeSide Client { get; } =
        new(IsServer: false, ClientIdentification, ServerIdentification, Catalog, [], [.. FixedKeys.All.Select(key => key.PublicKey)]);

    /// <summary>A KEXINIT that leaves no choice.</summary>
    public static byte[] InitFor(string kex, string hostKey) =>
        new KexInitMessage([kex], [hostKey], Catalog.Ciphers, Catalog.Ciphers, Catalog.Macs, Catalog.Macs, ["none"], ["none"], false).ToPayload(new byte[16]);

    /// <summary>One of a list, by a byte of the input.</summary>
    public static string Pick(IReadOnlyList<string> names, byte number) => names[number % names.Count];
}
