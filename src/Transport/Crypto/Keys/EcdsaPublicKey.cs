using System.Security.Cryptography;
using System.Text;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>ecdsa-sha2-nistp256, -nistp384 and -nistp521 (RFC 5656 section 3).</summary>
internal sealed class EcdsaPublicKey : SshPublicKey
{
    private readonly byte[] _blob;
    private readonly string[] _algorithms;
    private readonly EcdsaVerifier _verifier;

    private EcdsaPublicKey(byte[] blob, NistCurve curve, EcdsaVerifier verifier)
    {
        _blob = blob;
        _algorithms = [curve.KeyType];
        _verifier = verifier;
    }

    public override string KeyType => _algorithms[0];

    public override ReadOnlyMemory<byte> Blob => _blob;

    internal override IReadOnlyList<string> SignatureAlgorithms => _algorithms;

    /// <summary>Parses a blob whose type has been recognised; null if it is refused.</summary>
    public static EcdsaPublicKey? Parse(NistCurve curve, ReadOnlySpan<byte> blob, out string fault)
    {
        var reader = new WireReader(blob);
        reader.ReadString();
        var curveName = reader.ReadString();
        var point = reader.ReadString();
        if (!reader.IsComplete || !Ascii.Equals(curveName, curve.Name))
        {
            fault = $"The {curve.KeyType} key is malformed.";
            return null;
        }
        return EcdsaVerifier.Create(curve, point, out fault) is { } verifier
            ? new EcdsaPublicKey(blob.ToArray(), curve, verifier)
            : null;
    }

    /// <summary>The point as a key.</summary>
    public static EcdsaPublicKey From(NistCurve curve, ECPoint point)
    {
        var encoded = curve.EncodePoint(point);
        var blob = new byte[(3 * sizeof(uint)) + curve.KeyType.Length + curve.Name.Length + encoded.Length];
        var writer = new WireWriter(blob);
        writer.WriteText(curve.KeyType);
        writer.WriteText(curve.Name);
        writer.WriteString(encoded);
        return Parse(curve, blob, out var fault) ?? throw new SshKeyFileException(fault);
    }

    internal override bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        algorithm == KeyType
        && SignatureBlob.TryRead(signature, algorithm, out var value)
        && _verifier.Verify(data, value);
}
