using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>The key file format of ssh-keygen (OpenSSH PROTOCOL.key): base64 of one public and one private section.</summary>
internal static class OpenSshKeyFile
{
    private const int LineLength = 70;
    private const string None = "none";

    private static ReadOnlySpan<byte> Begin => "-----BEGIN OPENSSH PRIVATE KEY-----"u8;

    private static ReadOnlySpan<byte> End => "-----END OPENSSH PRIVATE KEY-----"u8;

    private static ReadOnlySpan<byte> Magic => "openssh-key-v1\0"u8;

    public static bool IsOne(ReadOnlySpan<byte> file) => file.IndexOf(Begin) >= 0;

    /// <exception cref="SshKeyFileException">One sentence that says what is wrong.</exception>
    /// <exception cref="CryptographicException">The numbers are no key.</exception>
    public static SshPrivateKey Read(ReadOnlySpan<byte> file, ReadOnlySpan<char> passphrase)
    {
        file = file[(file.IndexOf(Begin) + Begin.Length)..];
        var end = file.IndexOf(End);
        if (end < 0) throw new SshKeyFileException("The key file is cut off: its END line is missing.");
        var body = new byte[Base64.GetMaxDecodedFromUtf8Length(end)];
        try
        {
            if (Base64.DecodeFromUtf8(file[..end], body, out _, out var length) != System.Buffers.OperationStatus.Done) throw Malformed();
            return ReadBody(body.AsSpan(0, length), passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }

    /// <summary>An unencrypted file of the key.</summary>
    /// <param name="publicKey">The public key blob.</param>
    /// <param name="privateFields">The private key's type and numbers.</param>
    /// <param name="comment">The comment that ssh-keygen shows.</param>
    public static string Write(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> privateFields, string comment)
    {
        var section = OpenSshPrivateSection.Write(privateFields, comment);
        var body = new byte[Magic.Length + (6 * sizeof(uint)) + (2 * None.Length) + publicKey.Length + section.Length];
        var writer = new WireWriter(body);
        writer.WriteBytes(Magic);
        writer.WriteText(None);
        writer.WriteText(None);
        writer.WriteUInt32(0);
        writer.WriteUInt32(1);
        writer.WriteString(publicKey);
        writer.WriteString(section);
        var base64 = Convert.ToBase64String(writer.Written);
        CryptographicOperations.ZeroMemory(section);
        CryptographicOperations.ZeroMemory(body);
        var text = new StringBuilder().Append(Encoding.ASCII.GetString(Begin)).Append('\n');
        for (var i = 0; i < base64.Length; i += LineLength)
        {
            text.Append(base64, i, Math.Min(LineLength, base64.Length - i)).Append('\n');
        }
        return text.Append(Encoding.ASCII.GetString(End)).Append('\n').ToString();
    }

    private static SshPrivateKey ReadBody(ReadOnlySpan<byte> body, ReadOnlySpan<char> passphrase)
    {
        if (!body.StartsWith(Magic)) throw Malformed();
        var reader = new WireReader(body[Magic.Length..]);
        var cipherName = reader.ReadText();
        var kdf = reader.ReadText();
        var kdfOptions = reader.ReadString();
        var count = reader.ReadUInt32();
        var publicKey = reader.ReadString();
        var section = reader.ReadString();
        if (reader.Failed) throw Malformed();
        if (count != 1) throw new SshKeyFileException($"The key file holds {count} keys; give one that holds one key.");
        if (cipherName == None && kdf == None)
        {
            if (kdfOptions.Length > 0 || !reader.IsComplete) throw Malformed();
            return OpenSshPrivateSection.Read(section, 8, publicKey) ?? throw Malformed();
        }
        var cipher = OpenSshKeyCipher.Find(cipherName)
            ?? throw new SshKeyFileException(
                "The key file is encrypted with a cipher that is not supported; encrypt it anew with ssh-keygen -p -Z aes256-ctr.");
        if (kdf != "bcrypt")
        {
            throw new SshKeyFileException(
                "The key file's passphrase is hashed in a way that is not supported; encrypt it anew with ssh-keygen -p.");
        }
        if (passphrase.IsEmpty) throw new SshKeyFileException("The key file is protected by a passphrase; give the passphrase.");
        if (reader.Remaining.Length != cipher.TagSize) throw Malformed();
        var plain = cipher.Open(section, reader.Remaining, kdfOptions, passphrase) ?? throw Wrong();
        try
        {
            return OpenSshPrivateSection.Read(plain, cipher.BlockSize, publicKey) ?? throw Wrong();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static SshKeyFileException Malformed() => new("The key file is damaged; restore it from a copy.");

    private static SshKeyFileException Wrong() => new("The passphrase does not open the key file; give the right one.");
}
