using System.Security.Cryptography;

using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

using Sluice.Transport;
using Sluice.Transport.Wire;

namespace Sluice.Fuzz;

/// <summary>ECDSA by BouncyCastle, which the product does not use for it.</summary>
internal static class EcdsaOracle
{
    public static bool Verify(SshPublicKey key, string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var blob = new WireReader(signature);
        var name = blob.ReadString();
        var numbers = new WireReader(blob.ReadString());
        if (!blob.IsComplete || !name.SequenceEqual(System.Text.Encoding.ASCII.GetBytes(algorithm))) return false;
        var r = numbers.ReadMpint();
        var s = numbers.ReadMpint();
        if (!numbers.IsComplete) return false;
        var bits = int.Parse(algorithm[^3..], System.Globalization.CultureInfo.InvariantCulture);
        var curve = SecNamedCurves.GetByName($"secp{bits}r1");
        var domain = new ECDomainParameters(curve.Curve, curve.G, curve.N, curve.H);
        var reader = new WireReader(key.Blob.Span);
        reader.ReadString();
        reader.ReadString();
        var verifier = new ECDsaSigner();
        verifier.Init(false, new ECPublicKeyParameters(curve.Curve.DecodePoint(reader.ReadString().ToArray()), domain));
        var hash = bits switch { 256 => SHA256.HashData(data), 384 => SHA384.HashData(data), _ => SHA512.HashData(data) };
        return verifier.VerifySignature(hash, new BigInteger(1, r), new BigInteger(1, s));
    }
}
