using System.Security.Cryptography;
using System.Text;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>
/// The private section of a key file (OpenSSH PROTOCOL.key): a random number twice, by which a wrong passphrase shows,
/// the key's type and numbers, the comment, and the padding 1, 2, 3 and so on.
/// </summary>
internal static class OpenSshPrivateSection
{
    private const int UnencryptedBlockSize = 8;

    /// <summary>The key; null if the section is not what decryption with the right key gives.</summary>
    /// <param name="section">The decrypted section.</param>
    /// <param name="blockSize">The cipher's, which the section is padded to.</param>
    /// <param name="publicKey">The blob in the public section, which must be the key's own.</param>
    /// <exception cref="SshKeyFileException">The key is of a type that is not supported, or malformed.</exception>
    /// <exception cref="CryptographicException">The numbers are no key.</exception>
    public static SshPrivateKey? Read(ReadOnlySpan<byte> section, int blockSize, ReadOnlySpan<byte> publicKey)
    {
        var reader = new WireReader(section);
        if (section.Length % blockSize != 0 || reader.ReadUInt32() != reader.ReadUInt32() || reader.Failed) return null;
        var key = ReadKey(ref reader) ?? throw new SshKeyFileException("The key in the key file is malformed; restore it from a copy.");
        reader.ReadString();
        if (IsPadding(reader) && key.PublicKey.Blob.Span.SequenceEqual(publicKey)) return key;
        key.Dispose();
        throw new SshKeyFileException("The key file is damaged: its sections do not fit together; restore it from a copy.");
    }

    /// <summary>The section for an unencrypted file; the caller clears it.</summary>
    public static byte[] Write(ReadOnlySpan<byte> privateFields, string comment)
    {
        var length = (3 * sizeof(uint)) + privateFields.Length + Encoding.UTF8.GetByteCount(comment);
        var section = new byte[(length + UnencryptedBlockSize - 1) / UnencryptedBlockSize * UnencryptedBlockSize];
        var check = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
        var writer = new WireWriter(section);
        writer.WriteUInt32(check);
        writer.WriteUInt32(check);
        writer.WriteBytes(privateFields);
        writer.WriteText(comment);
        for (byte i = 1; writer.Length < section.Length; i++) writer.WriteByte(i);
        return section;
    }

    private static SshPrivateKey? ReadKey(ref WireReader reader)
    {
        var type = reader.ReadString();
        if (Ascii.Equals(type, Ed25519PublicKey.Name)) return Ed25519PrivateKey.Read(ref reader);
        if (Ascii.Equals(type, RsaPublicKey.Name)) return RsaPrivateKey.Read(ref reader);
        foreach (var curve in NistCurve.All)
        {
            if (Ascii.Equals(type, curve.KeyType)) return EcdsaPrivateKey.Read(curve, ref reader);
        }
        throw new SshKeyFileException("The key file holds a type of key that is not supported; make an Ed25519, ECDSA or RSA key.");
    }

    private static bool IsPadding(WireReader reader)
    {
        if (reader.Failed) return false;
        var padding = reader.Remaining;
        for (var i = 0; i < padding.Length; i++)
        {
            if (padding[i] != (byte)(i + 1)) return false;
        }
        return true;
    }
}
