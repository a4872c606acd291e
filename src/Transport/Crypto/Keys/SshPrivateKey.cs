namespace Sluice.Transport;

/// <summary>A private key: a host key, or the identity for a backend. Signing is thread-safe. Disposing clears it.</summary>
public abstract class SshPrivateKey : IDisposable
{
    /// <summary>Its public half.</summary>
    public abstract SshPublicKey PublicKey { get; }

    /// <summary>Reads an OpenSSH key file as ssh-keygen writes it (PROTOCOL.key), or PEM (PKCS#1, PKCS#8, SEC1).</summary>
    /// <param name="file">The file's content.</param>
    /// <param name="passphrase">The passphrase; empty if there is none.</param>
    /// <exception cref="SshKeyFileException">One sentence that says what is wrong.</exception>
    public static SshPrivateKey Read(ReadOnlySpan<byte> file, ReadOnlySpan<char> passphrase) => throw new NotImplementedException();

    /// <summary>Makes a new Ed25519 key.</summary>
    public static SshPrivateKey GenerateEd25519() => throw new NotImplementedException();

    /// <summary>The key as an unencrypted OpenSSH key file, for saving a generated key. ssh and ssh-keygen can read it.</summary>
    public abstract string ToOpenSshFile(string comment);

    /// <summary>Signs with one of the public key's signature algorithms and gives the signature blob: name and value.</summary>
    internal abstract byte[] Sign(string algorithm, ReadOnlySpan<byte> data);

    /// <inheritdoc/>
    public abstract void Dispose();
}
