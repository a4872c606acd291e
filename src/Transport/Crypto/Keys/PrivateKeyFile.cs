using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>Tells the private key file formats apart and checks what is read from them.</summary>
internal static class PrivateKeyFile
{
    /// <summary>The key in the file, its two halves known to belong together.</summary>
    /// <exception cref="SshKeyFileException">One sentence that says what is wrong.</exception>
    public static SshPrivateKey Read(ReadOnlySpan<byte> file, ReadOnlySpan<char> passphrase)
    {
        SshPrivateKey key;
        try
        {
            if (OpenSshKeyFile.IsOne(file)) key = OpenSshKeyFile.Read(file, passphrase);
            else if (PemKeyFile.IsOne(file)) key = PemKeyFile.Read(file, passphrase);
            else throw new SshKeyFileException(Describe(file));
        }
        catch (CryptographicException)
        {
            throw new SshKeyFileException("The numbers in the key file are not a key; restore it from a copy.");
        }
        if (IsPair(key)) return key;
        key.Dispose();
        throw new SshKeyFileException("The private and the public half in the key file do not belong together; restore it from a copy.");
    }

    private static bool IsPair(SshPrivateKey key)
    {
        var algorithm = key.PublicKey.SignatureAlgorithms[0];
        try
        {
            return key.PublicKey.Verify(algorithm, "pair"u8, key.Sign(algorithm, "pair"u8));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Describe(ReadOnlySpan<byte> file)
    {
        if (file.Trim(" \t\r\n"u8).IsEmpty) return "The key file is empty.";
        if (file.StartsWith("PuTTY-User-Key-File"u8)) return "The key file is PuTTY's; export it from puttygen as an OpenSSH key.";
        return file.StartsWith("ssh-"u8) || file.StartsWith("ecdsa-"u8) || file.StartsWith("sk-"u8)
            ? "The key file holds a public key; name the private one, without .pub."
            : "The file is not a private key file; name one that ssh-keygen wrote.";
    }
}
