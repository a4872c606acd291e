using System.Security.Cryptography;
using System.Text;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>sk-ecdsa-sha2-nistp256@openssh.com: an ECDSA key inside a FIDO authenticator (OpenSSH PROTOCOL.u2f).</summary>
internal sealed class SecurityKeyEcdsaPublicKey : SshPublicKey, ISecurityKey
{
    public const string Name = "sk-ecdsa-sha2-nistp256@openssh.com";

    private static readonly string[] _algorithms = [Name];

    private readonly byte[] _blob;
    private readonly EcdsaVerifier _verifier;
    private readonly byte[] _applicationHash;

    private SecurityKeyEcdsaPublicKey(byte[] blob, EcdsaVerifier verifier, byte[] applicationHash)
    {
        _blob = blob;
        _verifier = verifier;
        _applicationHash = applicationHash;
    }

    public override string KeyType => Name;

    public override ReadOnlyMemory<byte> Blob => _blob;

    internal override IReadOnlyList<string> SignatureAlgorithms => _algorithms;

    /// <summary>Parses a blob whose type has been recognised; null if it is refused.</summary>
    public static SecurityKeyEcdsaPublicKey? Parse(ReadOnlySpan<byte> blob, out string fault)
    {
        var reader = new WireReader(blob);
        reader.ReadString();
        var curveName = reader.ReadString();
        var point = reader.ReadString();
        var application = reader.ReadString();
        if (!reader.IsComplete || !Ascii.Equals(curveName, NistCurve.P256.Name))
        {
            fault = $"The {Name} key is malformed.";
            return null;
        }
        return EcdsaVerifier.Create(NistCurve.P256, point, out fault) is { } verifier
            ? new SecurityKeyEcdsaPublicKey(blob.ToArray(), verifier, SHA256.HashData(application))
            : null;
    }

    internal override bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        Verify(algorithm, data, signature, SecurityKey.Touch);

    public bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SecurityKeyFlags required)
    {
        Span<byte> signed = stackalloc byte[SecurityKey.SignedSize];
        return algorithm == Name
            && SecurityKey.TryRead(signature, algorithm, _applicationHash, data, required, signed, out var value)
            && _verifier.Verify(signed, value);
    }
}
