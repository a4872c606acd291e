using System.Buffers.Binary;
using Sluice.Transport.Crypto.Protection;

namespace Sluice.Microbenchmarks;

/// <summary>A cipher, with a MAC where it needs one, and a frame for it.</summary>
internal static class PacketSuite
{
    /// <summary>Cipher and MAC with a plus between them.</summary>
    public static IEnumerable<string> Names =>
    [
        "chacha20-poly1305@openssh.com",
        "aes128-gcm@openssh.com",
        "aes256-gcm@openssh.com",
        "aes128-ctr+hmac-sha2-256-etm@openssh.com",
        "aes256-ctr+hmac-sha2-256-etm@openssh.com",
        "aes256-ctr+hmac-sha2-512-etm@openssh.com",
        "aes256-ctr+hmac-sha2-256",
    ];

    /// <summary>Payload lengths in bytes: a keystroke, a network packet, an SSH packet full of data.</summary>
    public static IEnumerable<int> Sizes => [64, 1400, 32768];

    public static PacketSealer CreateSealer(string name)
    {
        var (cipher, mac) = Find(name);
        return cipher.CreateSealer(new byte[cipher.KeyLength], new byte[cipher.IvLength], mac, new byte[mac?.Length ?? 0]);
    }

    public static PacketOpener CreateOpener(string name)
    {
        var (cipher, mac) = Find(name);
        return cipher.CreateOpener(new byte[cipher.KeyLength], new byte[cipher.IvLength], mac, new byte[mac?.Length ?? 0]);
    }

    public static byte[] CreateFrame(PacketSealer sealer, int payloadLength)
    {
        var counted = 1 + payloadLength + (sealer.PadsLength ? 4 : 0);
        var padding = 4 + (sealer.BlockSize - (counted + 4) % sealer.BlockSize) % sealer.BlockSize;
        var frame = new byte[5 + payloadLength + padding];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - 4);
        frame[4] = (byte)padding;
        return frame;
    }

    private static (CipherAlgorithm Cipher, MacAlgorithm? Mac) Find(string name)
    {
        var names = name.Split('+');
        return (
            ProtectionAlgorithms.Ciphers.Single(cipher => cipher.Name == names[0]),
            names.Length == 1 ? null : ProtectionAlgorithms.Macs.Single(mac => mac.Name == names[1]));
    }
}
