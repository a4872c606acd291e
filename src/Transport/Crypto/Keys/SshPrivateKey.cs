using System.Security.Cryptography;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Wire;

namespace Sluice.Transport;

/// <summary>A private key: a host key, or the identity for a backend. Signing is thread-safe. Disposing clears it.</summary>
public abstract class SshPrivateKey : IDisposable
{
    private protected SshPrivateKey()
    {
    }

    /// <summary>Its public half.</summary>
    public abstract SshPublicKey PublicKey { get; }

    /// <summary>Bytes that <see cref="WritePrivateFields"/> writes at most.</summary>
    internal abstract int PrivateFieldsSize { get; }

    /// <summary>Reads an OpenSSH key file as ssh-keygen writes it (PROTOCOL.key), or PEM (PKCS#1, PKCS#8, SEC1).</summary>
    /// <param name="file">The file's content.</param>
    /// <param name="passphrase">The passphrase; empty if there is none.</param>
    /// <exception cref="SshKeyFileException">One sentence that says what is wrong.</exception>
    public static SshPrivateKey Read(ReadOnlySpan<byte> file, ReadOnlySpan<char> passphrase) => PrivateKeyFile.Read(file, passphrase);

    /// <summary>Makes a new Ed25519 key.</summary>
    public static SshPrivateKey GenerateEd25519()
    {
        Span<byte> seed = stackalloc byte[Ed25519PrivateKey.SeedSize];
        RandomNumberGenerator.Fill(seed);
        var key = new Ed25519PrivateKey(seed);
        CryptographicOperations.ZeroMemory(seed);
        return key;
    }

    /// <summary>The key as an unencrypted OpenSSH key file, for saving a generated key. ssh and ssh-keygen can read it.</summary>
    public virtual string ToOpenSshFile(string comment)
    {
        var fields = new byte[PrivateFieldsSize];
        var writer = new WireWriter(fields);
        WritePrivateFields(ref writer);
        var file = OpenSshKeyFile.Write(PublicKey.Blob.Span, writer.Written, comment);
        CryptographicOperations.ZeroMemory(fields);
        return file;
    }

    /// <summary>
    /// The same key as what a certificate says of it: its public half is the certificate. It signs with this key's numbers,
    /// which stay this key's to clear.
    /// </summary>
    /// <exception cref="SshKeyFileException">The certificate is about another key.</exception>
    public SshPrivateKey WithCertificate(SshCertificate certificate) => new CertifiedPrivateKey(this, certificate);

    /// <summary>Signs with one of the public key's signature algorithms and gives the signature blob: name and value.</summary>
    /// <exception cref="ArgumentException">The key has no such signature algorithm.</exception>
    /// <exception cref="ObjectDisposedException">The key has been cleared.</exception>
    internal abstract byte[] Sign(string algorithm, ReadOnlySpan<byte> data);

    /// <summary>Writes the key's type and numbers in the order of OpenSSH's PROTOCOL.key.</summary>
    internal abstract void WritePrivateFields(ref WireWriter writer);

    private protected ArgumentException WrongAlgorithm(string algorithm) =>
        new($"A key of type {PublicKey.KeyType} does not sign with {algorithm}.", nameof(algorithm));

    /// <inheritdoc/>
    public abstract void Dispose();
}
