using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>A curve of RFC 5656 section 10.1, and its points in the only form that SSH uses: uncompressed.</summary>
internal sealed class NistCurve
{
    private const byte Uncompressed = 4;

    private readonly byte[] _prime;

    private NistCurve(string name, ECCurve parameters, HashAlgorithmName hash, string prime)
    {
        Name = name;
        KeyType = $"ecdsa-sha2-{name}";
        Parameters = parameters;
        Hash = hash;
        _prime = Convert.FromHexString(prime);
    }

    public static NistCurve P256 { get; } = new("nistp256", ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256,
        "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");

    public static NistCurve P384 { get; } = new("nistp384", ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384,
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF");

    public static NistCurve P521 { get; } = new("nistp521", ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512,
        "01FF" + new string('F', 128));

    public static IReadOnlyList<NistCurve> All { get; } = [P256, P384, P521];

    /// <summary>The curve's name inside key blobs, as in <c>nistp256</c>.</summary>
    public string Name { get; }

    /// <summary>The ECDSA key type of the curve, which is also its signature algorithm.</summary>
    public string KeyType { get; }

    public ECCurve Parameters { get; }

    /// <summary>The hash that RFC 5656 section 6.2.1 pairs with the curve.</summary>
    public HashAlgorithmName Hash { get; }

    /// <summary>Bytes of a coordinate and of a private key.</summary>
    public int FieldSize => _prime.Length;

    /// <summary>
    /// Splits an encoded point into its coordinates. Compressed points, the point at infinity and coordinates outside
    /// the field are refused; that the point is on the curve is checked by whoever imports it.
    /// </summary>
    public bool TryDecodePoint(ReadOnlySpan<byte> encoded, out ECPoint point)
    {
        point = default;
        if (encoded.Length != 1 + (2 * FieldSize) || encoded[0] != Uncompressed) return false;
        var x = encoded.Slice(1, FieldSize);
        var y = encoded[(1 + FieldSize)..];
        // A coordinate not below the prime would be reduced silently: a second encoding of the same point.
        if (x.SequenceCompareTo(_prime) >= 0 || y.SequenceCompareTo(_prime) >= 0) return false;
        point = new ECPoint { X = x.ToArray(), Y = y.ToArray() };
        return true;
    }

    /// <summary>The uncompressed encoding of a point (SEC 1 section 2.3.3).</summary>
    public byte[] EncodePoint(ECPoint point)
    {
        var encoded = new byte[1 + (2 * FieldSize)];
        encoded[0] = Uncompressed;
        point.X!.CopyTo(encoded, 1);
        point.Y!.CopyTo(encoded, 1 + FieldSize);
        return encoded;
    }
}
