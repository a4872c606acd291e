using Sluice.Transport.Crypto.Protection;

namespace Sluice.Fuzz;

/// <summary>A cipher with its MAC and fixed keys.</summary>
/// <param name="Name">For people.</param>
/// <param name="CreateSealer">The sending direction, always from the same start.</param>
/// <param name="CreateOpener">The receiving direction of the same keys.</param>
internal sealed record Suite(string Name, Func<PacketSealer> CreateSealer, Func<PacketOpener> CreateOpener)
{
    /// <summary>No protection first, then every cipher, those without a tag of their own with every MAC.</summary>
    public static IReadOnlyList<Suite> All { get; } =
    [
        new("none", () => new ClearSealer(), () => new ClearOpener()),
        .. ProtectionAlgorithms.Ciphers.SelectMany(cipher => cipher.IsAuthenticated
            ? [Create(cipher, null)]
            : ProtectionAlgorithms.Macs.Select(mac => Create(cipher, mac))),
    ];

    /// <summary>The suite that an input's byte stands for.</summary>
    public static Suite Of(byte number) => All[number % All.Count];

    private static Suite Create(CipherAlgorithm cipher, MacAlgorithm? mac)
    {
        var key = Fixed(cipher.KeyLength, 1);
        var iv = Fixed(cipher.IvLength, 101);
        var macKey = Fixed(mac?.Length ?? 0, 51);
        return new(
            mac is null ? cipher.Name : $"{cipher.Name} {mac.Name}",
            () => cipher.CreateSealer(key, iv, mac, macKey),
            () => cipher.CreateOpener(key, iv, mac, macKey));
    }

    private static byte[] Fixed(int length, int first) => [.. Enumerable.Range(first, length).Select(i => (byte)i)];
}
