using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>A cipher that ssh-keygen -Z encrypts key files with.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="KeySize">Bytes of key.</param>
/// <param name="IvSize">Bytes of IV, which the passphrase gives as well.</param>
/// <param name="BlockSize">What the section is padded to.</param>
/// <param name="TagSize">Bytes after the section.</param>
/// <param name="Decrypt">Decrypts a section with key, IV and tag to as many bytes; throws CryptographicException for a wrong tag.</param>
internal sealed record OpenSshKeyCipher(
    string Name, int KeySize, int IvSize, int BlockSize, int TagSize, OpenSshKeyCipher.Decryption Decrypt)
{
    public delegate void Decryption(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> section, ReadOnlySpan<byte> tag, Span<byte> plain);

    // ssh-keygen asks for 16 by default; a file that asks for far more only makes us hang.
    private const uint MaxRounds = 10_000;
    private const int MaxSaltSize = 1024;

    private static readonly OpenSshKeyCipher[] _all =
    [
        new("aes256-ctr", 32, 16, 16, 0, Ctr), new("aes192-ctr", 24, 16, 16, 0, Ctr), new("aes128-ctr", 16, 16, 16, 0, Ctr),
        new("aes256-cbc", 32, 16, 16, 0, Cbc), new("aes192-cbc", 24, 16, 16, 0, Cbc), new("aes128-cbc", 16, 16, 16, 0, Cbc),
        new("aes256-gcm@openssh.com", 32, 12, 16, 16, Gcm), new("aes128-gcm@openssh.com", 16, 12, 16, 16, Gcm),
        new("chacha20-poly1305@openssh.com", 64, 0, 8, 16, ChaCha20Poly1305),
    ];

    public static OpenSshKeyCipher? Find(string name) => Array.Find(_all, cipher => cipher.Name == name);

    /// <summary>Decrypts a section with the passphrase; null if its length or its tag is wrong. The caller clears it.</summary>
    /// <param name="section">The encrypted section.</param>
    /// <param name="tag">Its tag, <see cref="TagSize"/> bytes.</param>
    /// <param name="kdfOptions">Salt and rounds of bcrypt.</param>
    /// <param name="passphrase">The passphrase, not empty.</param>
    /// <exception cref="SshKeyFileException">The options of the key derivation are malformed or absurd.</exception>
    public byte[]? Open(ReadOnlySpan<byte> section, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> kdfOptions, ReadOnlySpan<char> passphrase)
    {
        var reader = new WireReader(kdfOptions);
        var salt = reader.ReadString();
        var rounds = reader.ReadUInt32();
        if (!reader.IsComplete || salt.Length is 0 or > MaxSaltSize || rounds == 0)
            throw new SshKeyFileException("The key file is damaged; restore it from a copy.");
        if (rounds > MaxRounds)
            throw new SshKeyFileException($"The key file asks for {rounds} rounds of bcrypt; encrypt it anew with at most {MaxRounds}.");
        if (section.IsEmpty || section.Length % BlockSize != 0) return null;
        var plain = new byte[section.Length];
        var secret = new byte[Encoding.UTF8.GetByteCount(passphrase)];
        Span<byte> material = stackalloc byte[KeySize + IvSize];
        try
        {
            Encoding.UTF8.GetBytes(passphrase, secret);
            BcryptPbkdf.Derive(secret, salt, (int)rounds, material);
            Decrypt(material[..KeySize], material[KeySize..], section, tag, plain);
            return plain;
        }
        catch (CryptographicException)
        {
            CryptographicOperations.ZeroMemory(plain);
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(material);
        }
    }

    private static void Ctr(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> section, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        var cipher = new BufferedBlockCipher(new SicBlockCipher(new AesEngine()));
        cipher.Init(forEncryption: false, new ParametersWithIV(new KeyParameter(key), iv));
        cipher.ProcessBytes(section, plain);
    }

    private static void Cbc(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> section, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        aes.DecryptCbc(section, iv, plain, PaddingMode.None);
    }

    private static void Gcm(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> section, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        using var aes = new AesGcm(key, tag.Length);
        aes.Decrypt(iv, section, tag, plain);
    }

    /// <summary>
    /// OpenSSH PROTOCOL.chacha20poly1305 for sequence number zero and no length field: the first half of the key serves
    /// block 0, which is Poly1305's key, and the section from block 1 on.
    /// </summary>
    private static void ChaCha20Poly1305(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> section, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        Span<byte> block = stackalloc byte[64];
        block.Clear();
        var chaCha = new ChaChaEngine();
        chaCha.Init(forEncryption: false, new ParametersWithIV(new KeyParameter(key[..32]), new byte[8]));
        chaCha.ProcessBytes(block, block);
        var poly = new Poly1305();
        poly.Init(new KeyParameter(block[..32]));
        poly.BlockUpdate(section);
        Span<byte> expected = stackalloc byte[16];
        poly.DoFinal(expected);
        CryptographicOperations.ZeroMemory(block);
        if (!CryptographicOperations.FixedTimeEquals(expected, tag)) throw new CryptographicException();
        chaCha.ProcessBytes(section, plain);
    }
}
