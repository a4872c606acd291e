using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>sk-ssh-ed25519@openssh.com: an Ed25519 key inside a FIDO authenticator (OpenSSH PROTOCOL.u2f).</summary>
internal sealed class SecurityKeyEd25519PublicKey : SshPublicKey, ISecurityKey
{
    public const string Name = "sk-ssh-ed25519@openssh.com";

    private static readonly string[] _algorithms = [Name];

    private readonly byte[] _blob;
    private readonly Ed25519.PublicPoint _point;
    private readonly byte[] _applicationHash;

    private SecurityKeyEd25519PublicKey(byte[] blob, Ed25519.PublicPoint point, byte[] applicationHash)
    {
        _blob = blob;
        _point = point;
        _applicationHash = applicationHash;
    }

    public override string KeyType => Name;

    public override ReadOnlyMemory<byte> Blob => _blob;

    internal override IReadOnlyList<string> SignatureAlgorithms => _algorithms;

    /// <summary>Parses a blob whose type has been recognised; null if it is refused.</summary>
    public static SecurityKeyEd25519PublicKey? Parse(ReadOnlySpan<byte> blob, out string fault)
    {
        var reader = new WireReader(blob);
        reader.ReadString();
        var key = reader.ReadString();
        var application = reader.ReadString();
        if (!reader.IsComplete)
        {
            fault = $"The {Name} key is malformed.";
            return null;
        }
        return Ed25519PublicKey.Decode(key, out fault) is { } point
            ? new SecurityKeyEd25519PublicKey(blob.ToArray(), point, SHA256.HashData(application))
            : null;
    }

    internal override bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        Verify(algorithm, data, signature, SecurityKey.Touch);

    public bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SecurityKeyFlags required)
    {
        Span<byte> signed = stackalloc byte[SecurityKey.SignedSize];
        return algorithm == Name
            && SecurityKey.TryRead(signature, algorithm, _applicationHash, data, required, signed, out var value)
            && value.Length == Ed25519PublicKey.SignatureSize
            && Ed25519.Verify(value, _point, signed);
    }
}
