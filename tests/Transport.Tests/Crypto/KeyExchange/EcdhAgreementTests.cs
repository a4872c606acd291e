using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities;
using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Crypto.Keys;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class EcdhAgreementTests
{
    public static TheoryData<string> Curves => ["nistp256", "nistp384", "nistp521"];

    [Theory, MemberData(nameof(Curves))]
    public void Server_role_agrees_with_BouncyCastle(string curve)
    {
        for (var run = 0; run < 20; run++)
        {
            var peer = GenerateKey(curve);
            using var server = Create(curve);
            Assert.True(server.TryRespond(Encode(peer.Public), out var serverValue, out var secret));
            Assert.Equal(Agree(curve, peer.Private, serverValue), secret);
        }
    }

    [Theory, MemberData(nameof(Curves))]
    public void Client_role_agrees_with_BouncyCastle(string curve)
    {
        for (var run = 0; run < 20; run++)
        {
            var peer = GenerateKey(curve);
            using var client = Create(curve);
            var clientValue = client.Start();
            Assert.True(client.TryFinish(Encode(peer.Public), out var secret));
            Assert.Equal(Agree(curve, peer.Private, clientValue), secret);
        }
    }

    [Theory, MemberData(nameof(Curves))]
    public void A_point_off_the_curve_is_refused(string curve)
    {
        var value = Encode(GenerateKey(curve).Public);
        for (var bit = 8; bit < 8 * value.Length; bit += 11)
        {
            var forged = (byte[])value.Clone();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(curve, forged);
        }
    }

    [Theory, MemberData(nameof(Curves))]
    public void Infinity_and_compressed_and_hybrid_forms_are_refused(string curve)
    {
        var point = ((ECPublicKeyParameters)GenerateKey(curve).Public).Q;
        AssertRefused(curve, [0x00]);
        AssertRefused(curve, point.GetEncoded(compressed: true));
        var hybrid = point.GetEncoded(compressed: false);
        hybrid[0] = (byte)(6 + (hybrid[^1] & 1));
        AssertRefused(curve, hybrid);
        AssertRefused(curve, [.. new byte[] { 0x04 }, .. new byte[hybrid.Length - 1]]);
    }

    [Fact]
    public void A_coordinate_that_is_not_below_the_prime_is_refused()
    {
        // x = 5 is on the curve, and x = p + 5 the same number in 256 bits.
        const string Curve = "nistp256";
        var domain = Domain(Curve);
        var x = BigInteger.ValueOf(5);
        var y = domain.Curve.DecodePoint([0x02, .. Pad(x)]).Normalize().AffineYCoord.ToBigInteger();
        using (var server = Create(Curve))
        {
            Assert.True(server.TryRespond([0x04, .. Pad(x), .. Pad(y)], out _, out _));
        }
        AssertRefused(Curve, [0x04, .. Pad(x.Add(domain.Curve.Field.Characteristic)), .. Pad(y)]);
    }

    private static EcdhAgreement Create(string curve) => new(NistCurve.All.Single(candidate => candidate.Name == curve));

    private static ECDomainParameters Domain(string curve) => new(SecNamedCurves.GetByName(curve.Replace("nistp", "secp", StringComparison.Ordinal) + "r1"));

    private static void AssertRefused(string curve, byte[] value)
    {
        using var server = Create(curve);
        Assert.False(server.TryRespond(value, out _, out var secret));
        Assert.Empty(secret);
        using var client = Create(curve);
        client.Start();
        Assert.False(client.TryFinish(value, out secret));
        Assert.Empty(secret);
    }

    private static byte[] Pad(BigInteger number) => BigIntegers.AsUnsignedByteArray(32, number);

    private static byte[] Agree(string curve, AsymmetricKeyParameter privateKey, byte[] peer)
    {
        var domain = Domain(curve);
        var agreement = new ECDHBasicAgreement();
        agreement.Init(privateKey);
        var secret = agreement.CalculateAgreement(new ECPublicKeyParameters(domain.Curve.DecodePoint(peer), domain));
        var signed = secret.ToByteArray();
        return [0, 0, 0, (byte)signed.Length, .. signed];
    }

    private static byte[] Encode(AsymmetricKeyParameter key) => ((ECPublicKeyParameters)key).Q.GetEncoded(compressed: false);

    private static AsymmetricCipherKeyPair GenerateKey(string curve)
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(Domain(curve), new SecureRandom()));
        return generator.GenerateKeyPair();
    }
}
