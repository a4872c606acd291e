using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class EcdhNistP256AgreementTests
{
    private static readonly ECDomainParameters _domain = new(SecNamedCurves.GetByOid(SecObjectIdentifiers.SecP256r1));

    [Fact]
    public void Server_role_agrees_with_BouncyCastle()
    {
        for (var run = 0; run < 20; run++)
        {
            var peer = GenerateKey();
            using var server = new EcdhNistP256Agreement();
            Assert.True(server.TryRespond(Encode(peer.Public), out var serverValue, out var secret));
            Assert.Equal(Agree(peer.Private, serverValue), secret);
        }
    }

    [Fact]
    public void Client_role_agrees_with_BouncyCastle()
    {
        for (var run = 0; run < 20; run++)
        {
            var peer = GenerateKey();
            using var client = new EcdhNistP256Agreement();
            var clientValue = client.Start();
            Assert.True(client.TryFinish(Encode(peer.Public), out var secret));
            Assert.Equal(Agree(peer.Private, clientValue), secret);
        }
    }

    [Fact]
    public void A_point_off_the_curve_is_refused()
    {
        var value = Encode(GenerateKey().Public);
        for (var bit = 8; bit < 8 * value.Length; bit += 5)
        {
            var forged = (byte[])value.Clone();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(forged);
        }
    }

    [Fact]
    public void Infinity_and_compressed_and_hybrid_forms_are_refused()
    {
        var point = ((ECPublicKeyParameters)GenerateKey().Public).Q;
        AssertRefused([0x00]);
        AssertRefused(point.GetEncoded(compressed: true));
        var hybrid = point.GetEncoded(compressed: false);
        hybrid[0] = (byte)(6 + (hybrid[^1] & 1));
        AssertRefused(hybrid);
        AssertRefused([.. new byte[] { 0x04 }, .. new byte[64]]);
    }

    [Fact]
    public void A_coordinate_that_is_not_below_the_prime_is_refused()
    {
        // x = 5 is on the curve, and x = p + 5 the same number in 256 bits.
        var prime = _domain.Curve.Field.Characteristic;
        var x = Org.BouncyCastle.Math.BigInteger.ValueOf(5);
        var y = _domain.Curve.DecodePoint([0x02, .. Pad(x)]).Normalize().AffineYCoord.ToBigInteger();
        using (var server = new EcdhNistP256Agreement())
        {
            Assert.True(server.TryRespond([0x04, .. Pad(x), .. Pad(y)], out _, out _));
        }
        AssertRefused([0x04, .. Pad(x.Add(prime)), .. Pad(y)]);
    }

    private static void AssertRefused(byte[] value)
    {
        using var server = new EcdhNistP256Agreement();
        Assert.False(server.TryRespond(value, out _, out var secret));
        Assert.Empty(secret);
        using var client = new EcdhNistP256Agreement();
        client.Start();
        Assert.False(client.TryFinish(value, out secret));
        Assert.Empty(secret);
    }

    private static byte[] Pad(Org.BouncyCastle.Math.BigInteger number) => Org.BouncyCastle.Utilities.BigIntegers.AsUnsignedByteArray(32, number);

    private static byte[] Agree(Org.BouncyCastle.Crypto.AsymmetricKeyParameter privateKey, byte[] peer)
    {
        var agreement = new ECDHBasicAgreement();
        agreement.Init(privateKey);
        var secret = agreement.CalculateAgreement(new ECPublicKeyParameters(_domain.Curve.DecodePoint(peer), _domain));
        var signed = secret.ToByteArray();
        return [0, 0, 0, (byte)signed.Length, .. signed];
    }

    private static byte[] Encode(Org.BouncyCastle.Crypto.AsymmetricKeyParameter key) => ((ECPublicKeyParameters)key).Q.GetEncoded(compressed: false);

    private static Org.BouncyCastle.Crypto.AsymmetricCipherKeyPair GenerateKey()
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(_domain, new SecureRandom()));
        return generator.GenerateKeyPair();
    }
}
