using Sluice.Transport.Crypto.Protection;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Protection;

/// <summary>One cipher with one MAC (none for authenticated ciphers) and keys for them.</summary>
internal sealed record Suite(CipherAlgorithm Cipher, MacAlgorithm? Mac, byte[] Key, byte[] Iv, byte[] MacKey)
{
    /// <summary>Every pair that can be negotiated, by its names.</summary>
    public static TheoryData<string, string> Names()
    {
        var names = new TheoryData<string, string>();
        foreach (var cipher in ProtectionAlgorithms.Ciphers)
        {
            if (cipher.IsAuthenticated) names.Add(cipher.Name, "");
            else foreach (var mac in ProtectionAlgorithms.Macs) names.Add(cipher.Name, mac.Name);
        }
        return names;
    }

    /// <summary>Those that check a packet before they decrypt it: all but encrypt-and-MAC.</summary>
    public static TheoryData<string, string> NamesThatCheckFirst()
    {
        var names = new TheoryData<string, string>();
        foreach (var (cipher, mac) in Names().Select(row => row.Data))
        {
            if (mac.Length == 0 || mac.Contains("-etm@", StringComparison.Ordinal)) names.Add(cipher, mac);
        }
        return names;
    }

    public static Suite Create(string cipherName, string macName, int seed = 1)
    {
        var random = new Random(seed);
        var cipher = ProtectionAlgorithms.Ciphers.Single(cipher => cipher.Name == cipherName);
        var mac = macName.Length == 0 ? null : ProtectionAlgorithms.Macs.Single(mac => mac.Name == macName);
        return new Suite(
            cipher,
            mac,
            random.NextBytes(cipher.KeyLength),
            random.NextBytes(cipher.IvLength),
            random.NextBytes(mac?.Length ?? 0));
    }

    public PacketSealer CreateSealer() => Cipher.CreateSealer(Key, Iv, Mac, MacKey);

    public PacketOpener CreateOpener() => Cipher.CreateOpener(Key, Iv, Mac, MacKey);

    /// <summary>The counter-mode suite with the portable form of its cipher.</summary>
    public (PacketSealer Sealer, PacketOpener Opener) CreatePortable()
    {
        var mac = Assert.IsType<MacAlgorithm>(Mac);
        return mac.EncryptsFirst
            ? (new EncryptThenMacSealer(new PortableCounterMode(Key, Iv), new PacketMac(mac, MacKey)),
                new EncryptThenMacOpener(new PortableCounterMode(Key, Iv), new PacketMac(mac, MacKey)))
            : (new EncryptAndMacSealer(new PortableCounterMode(Key, Iv), new PacketMac(mac, MacKey)),
                new EncryptAndMacOpener(new PortableCounterMode(Key, Iv), new PacketMac(mac, MacKey)));
    }

    public BouncyCastleSealer CreateOracle() => BouncyCastleSealer.Create(Cipher.Name, Key, Iv, Mac, MacKey);
}
