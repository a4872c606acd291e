using System.Security.Cryptography;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>A point of a curve that verifies ECDSA signatures (RFC 5656 section 3.1.2). Thread-safe.</summary>
internal sealed class EcdsaVerifier
{
    private readonly NistCurve _curve;
    private readonly KeyHandles<ECDsa> _handles;

    private EcdsaVerifier(NistCurve curve, ECPoint point)
    {
        _curve = curve;
        _handles = new(() => ECDsa.Create(new ECParameters { Curve = curve.Parameters, Q = point }), spare: 1);
        // The first import tells whether the point is on the curve.
        _handles.Return(_handles.Rent());
    }

    /// <summary>Imports an encoded point; null if it is not an uncompressed point of the curve.</summary>
    public static EcdsaVerifier? Create(NistCurve curve, ReadOnlySpan<byte> encodedPoint, out string fault)
    {
        fault = "";
        if (!curve.TryDecodePoint(encodedPoint, out var point))
        {
            fault = $"The ECDSA key is not an uncompressed point of {curve.Name}.";
            return null;
        }
        try
        {
            return new EcdsaVerifier(curve, point);
        }
        catch (CryptographicException)
        {
            fault = $"The ECDSA key is not a point of the curve {curve.Name}.";
            return null;
        }
    }

    /// <summary>Verifies the value of a signature blob: r and s as mpints. Never throws.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(value);
        var r = reader.ReadMpint();
        var s = reader.ReadMpint();
        var size = _curve.FieldSize;
        if (!reader.IsComplete || r.Length > size || s.Length > size) return false;
        Span<byte> both = stackalloc byte[2 * size];
        both.Clear();
        r.CopyTo(both[(size - r.Length)..]);
        s.CopyTo(both[((2 * size) - s.Length)..]);
        ECDsa? handle = null;
        try
        {
            handle = _handles.Rent();
            return handle.VerifyData(data, both, _curve.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            if (handle is not null) _handles.Return(handle);
        }
    }
}
