using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using Sluice.Transport.Crypto.Keys;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Keys;

public sealed class EcdsaKeyTests
{
    public static TheoryData<string> Curves => ["nistp256", "nistp384", "nistp521"];

    [Theory, MemberData(nameof(Curves))]
    public void Verify_takes_what_BouncyCastle_signed(string curveName)
    {
        var (key, sign) = Make(curveName);
        for (var run = 0; run < 20; run++)
        {
            var data = BitConverter.GetBytes(run);
            Assert.True(key.Verify(key.KeyType, data, sign(data)));
            Assert.False(key.Verify(key.KeyType, "other"u8, sign(data)));
        }
    }

    [Theory, MemberData(nameof(Curves))]
    public void BouncyCastle_takes_what_Sign_gives(string curveName)
    {
        var curve = NistCurve.All.Single(curve => curve.Name == curveName);
        using var made = ECDsa.Create(curve.Parameters);
        var parameters = made.ExportParameters(includePrivateParameters: true);
        using var key = new EcdsaPrivateKey(curve, parameters.D!, parameters.Q);
        for (var run = 0; run < 20; run++)
        {
            var blob = key.Sign(curve.KeyType, "data"u8);
            Assert.True(SignatureBlob.TryRead(blob, curve.KeyType, out var value));
            var reader = new Sluice.Transport.Wire.WireReader(value);
            var r = new Org.BouncyCastle.Math.BigInteger(1, reader.ReadMpint().ToArray());
            var s = new Org.BouncyCastle.Math.BigInteger(1, reader.ReadMpint().ToArray());
            Assert.True(reader.IsComplete);
            var domain = DomainOf(curveName);
            var verifier = new ECDsaSigner();
            verifier.Init(forSigning: false, new ECPublicKeyParameters(domain.Curve.DecodePoint(curve.EncodePoint(parameters.Q)), domain));
            Assert.True(verifier.VerifySignature(CryptographicOperations.HashData(curve.Hash, "data"u8.ToArray()), r, s));
        }
    }

    [Theory, MemberData(nameof(Curves))]
    public void Verify_refuses_a_signature_with_a_bit_flipped(string curveName)
    {
        var (key, sign) = Make(curveName);
        var signature = sign("data"u8.ToArray());
        for (var bit = 0; bit < 8 * signature.Length; bit += 3)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.Verify(key.KeyType, "data"u8, signature), $"bit {bit}");
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.True(key.Verify(key.KeyType, "data"u8, signature));
        for (var length = 0; length < signature.Length; length++) Assert.False(key.Verify(key.KeyType, "data"u8, signature.AsSpan(0, length)));
        Assert.False(key.Verify(key.KeyType, "data"u8, [.. signature, 0]));
    }

    [Fact]
    public void Verify_refuses_numbers_out_of_range()
    {
        var (key, _) = Make("nistp256");
        var order = DomainOf("nistp256").N.ToByteArrayUnsigned();
        foreach (var number in (byte[][])[[], [1], order, [.. Enumerable.Repeat((byte)0xFF, 32)], [1, .. new byte[32]], new byte[4000].Select(_ => (byte)1).ToArray()])
        {
            foreach (var other in (byte[][])[[], [1], number])
            {
                Assert.False(key.Verify(key.KeyType, "data"u8, Blob("nistp256", KeyBlobs.Mpints([], number, other))));
                Assert.False(key.Verify(key.KeyType, "data"u8, Blob("nistp256", KeyBlobs.Mpints([], other, number))));
            }
        }
    }

    [Theory, MemberData(nameof(Curves))]
    public void TryParse_refuses_what_is_no_uncompressed_point_of_the_curve(string curveName)
    {
        var (key, _) = Make(curveName);
        var blob = key.Blob.ToArray();
        var size = NistCurve.All.Single(curve => curve.Name == curveName).FieldSize;
        var point = blob[^(1 + (2 * size))..];
        Assert.Equal(key, KeyBlobs.Parse(KeyOf(curveName, curveName, point)));
        KeyBlobs.FaultOf(KeyOf(curveName, curveName == "nistp256" ? "nistp384" : "nistp256", point));
        KeyBlobs.FaultOf(KeyOf(curveName, curveName, []));
        KeyBlobs.FaultOf(KeyOf(curveName, curveName, [0]));
        KeyBlobs.FaultOf(KeyOf(curveName, curveName, [(byte)(2 + (point[^1] & 1)), .. point[1..(1 + size)]]));
        KeyBlobs.FaultOf(KeyOf(curveName, curveName, [.. point, 0]));
        KeyBlobs.FaultOf(KeyOf(curveName, curveName, [4, .. new byte[2 * size]]));
        point[^1] ^= 1;
        KeyBlobs.FaultOf(KeyOf(curveName, curveName, point));
    }

    internal static ECDomainParameters DomainOf(string curveName) => new(SecNamedCurves.GetByName(curveName.Replace("nistp", "secp", StringComparison.Ordinal) + "r1"));

    private static (SshPublicKey Key, Func<byte[], byte[]> Sign) Make(string curveName)
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(DomainOf(curveName), new SecureRandom()));
        var pair = generator.GenerateKeyPair();
        var hash = NistCurve.All.Single(curve => curve.Name == curveName).Hash;
        var key = KeyBlobs.Parse(KeyOf(curveName, curveName, ((ECPublicKeyParameters)pair.Public).Q.GetEncoded(compressed: false)));
        return (key, data =>
        {
            var signer = new ECDsaSigner();
            signer.Init(forSigning: true, pair.Private);
            var numbers = signer.GenerateSignature(CryptographicOperations.HashData(hash, data));
            return Blob(curveName, KeyBlobs.Mpints([], [.. numbers.Select(number => number.ToByteArrayUnsigned())]));
        }
        );
    }

    private static byte[] KeyOf(string curveName, string innerName, byte[] point) =>
        KeyBlobs.Strings(Bytes($"ecdsa-sha2-{curveName}"), Bytes(innerName), point);

    private static byte[] Blob(string curveName, byte[] value) => KeyBlobs.Strings(Bytes($"ecdsa-sha2-{curveName}"), value);

    private static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
