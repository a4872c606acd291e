using System.Security.Cryptography;
using Sluice.Transport.Crypto.Keys;

namespace Sluice.Transport;

/// <summary>A public key of any supported type. Immutable; equal if the blobs are equal.</summary>
public abstract class SshPublicKey : IEquatable<SshPublicKey>
{
    private string? _fingerprint;

    private protected SshPublicKey()
    {
    }

    /// <summary>The key type, as in <c>ssh-ed25519</c> (not the signature algorithm).</summary>
    public abstract string KeyType { get; }

    /// <summary>The key in wire form (RFC 4253 section 6.6).</summary>
    public abstract ReadOnlyMemory<byte> Blob { get; }

    /// <summary><c>SHA256:</c> and unpadded base64, as ssh-keygen prints it; of a certificate that of its key.</summary>
    public virtual string Fingerprint => _fingerprint ??=
        $"SHA256:{Convert.ToBase64String(SHA256.HashData(Blob.Span)).TrimEnd('=')}";

    /// <summary>Parses a wire blob from an untrusted source. Certificates are refused: <see cref="SshCertificate"/> reads them.</summary>
    /// <returns>False if it is refused: <paramref name="key"/> is null then, and <paramref name="fault"/> is one sentence.</returns>
    public static bool TryParse(ReadOnlySpan<byte> blob, out SshPublicKey key, out string fault)
    {
        var parsed = PublicKeyBlob.Parse(blob, out fault);
        key = parsed!;
        return parsed is not null;
    }

    /// <summary>Parses one line <c>type base64 [comment]</c> of a .pub file, or what follows the hosts in known_hosts.</summary>
    /// <returns>False if it is refused: <paramref name="key"/> is null then, and <paramref name="fault"/> is one sentence.</returns>
    public static bool TryParseLine(string line, out SshPublicKey key, out string comment, out string fault)
    {
        var parsed = PublicKeyLine.Parse(line, out comment, out fault);
        key = parsed!;
        return parsed is not null;
    }

    /// <summary>Signature algorithm names that this key may verify, best first: <c>rsa-sha2-512, rsa-sha2-256</c> for RSA.</summary>
    internal abstract IReadOnlyList<string> SignatureAlgorithms { get; }

    /// <summary>
    /// Verifies a signature blob (RFC 4253 section 6.6; sk keys: OpenSSH PROTOCOL.u2f) whose inner name must equal
    /// <paramref name="algorithm"/>, which must be one of <see cref="SignatureAlgorithms"/>. Never throws.
    /// </summary>
    internal abstract bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <inheritdoc/>
    public bool Equals(SshPublicKey? other) => other is not null && Blob.Span.SequenceEqual(other.Blob.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SshPublicKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Blob.Span);
        return hash.ToHashCode();
    }
}
