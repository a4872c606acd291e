using System.Security.Cryptography;
using System.Text;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>The private half of an ECDSA key (RFC 5656 section 3).</summary>
internal sealed class EcdsaPrivateKey : SshPrivateKey
{
    private readonly NistCurve _curve;
    private readonly byte[] _scalar;
    private readonly byte[] _point;
    private readonly KeyHandles<ECDsa> _handles;

    /// <param name="curve">The curve.</param>
    /// <param name="scalar">The private number, as long as the field; kept and cleared by this key.</param>
    /// <param name="point">The public point.</param>
    /// <exception cref="CryptographicException">The numbers are no key of the curve.</exception>
    public EcdsaPrivateKey(NistCurve curve, byte[] scalar, ECPoint point)
    {
        _curve = curve;
        _scalar = scalar;
        _point = curve.EncodePoint(point);
        var parameters = new ECParameters { Curve = curve.Parameters, D = scalar, Q = point };
        _handles = new(() => ECDsa.Create(parameters), Environment.ProcessorCount);
        _handles.Return(_handles.Rent());
        PublicKey = EcdsaPublicKey.From(curve, point);
    }

    public override SshPublicKey PublicKey { get; }

    /// <summary>Reads the fields of an OpenSSH key file that follow the type: curve, point, private number.</summary>
    public static EcdsaPrivateKey? Read(NistCurve curve, ref WireReader reader)
    {
        var curveName = reader.ReadString();
        var encodedPoint = reader.ReadString();
        var scalar = reader.ReadMpint();
        if (!Ascii.Equals(curveName, curve.Name) || scalar.IsEmpty || scalar.Length > curve.FieldSize
            || !curve.TryDecodePoint(encodedPoint, out var point)) return null;
        var padded = new byte[curve.FieldSize];
        scalar.CopyTo(padded.AsSpan(padded.Length - scalar.Length));
        return new EcdsaPrivateKey(curve, padded, point);
    }

    internal override byte[] Sign(string algorithm, ReadOnlySpan<byte> data)
    {
        if (algorithm != _curve.KeyType) throw WrongAlgorithm(algorithm);
        var size = _curve.FieldSize;
        Span<byte> both = stackalloc byte[2 * size];
        var handle = _handles.Rent();
        try
        {
            handle.SignData(data, both, _curve.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            _handles.Return(handle);
        }
        var value = new WireWriter(stackalloc byte[2 * (sizeof(uint) + 1 + size)]);
        value.WriteMpint(both[..size]);
        value.WriteMpint(both[size..]);
        return SignatureBlob.Write(algorithm, value.Written);
    }

    internal override int PrivateFieldsSize =>
        (4 * sizeof(uint)) + _curve.KeyType.Length + _curve.Name.Length + _point.Length + _scalar.Length + 1;

    internal override void WritePrivateFields(ref WireWriter writer)
    {
        _handles.ThrowIfClosed();
        writer.WriteText(_curve.KeyType);
        writer.WriteText(_curve.Name);
        writer.WriteString(_point);
        writer.WriteMpint(_scalar);
    }

    public override void Dispose()
    {
        _handles.Close();
        CryptographicOperations.ZeroMemory(_scalar);
    }
}
