using Org.BouncyCastle.Pqc.Crypto.NtruPrime;
using Org.BouncyCastle.Security;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

/// <summary>BouncyCastle's sntrup761 is the oracle: keys, ciphertexts and secrets go both ways.</summary>
public sealed class Sntrup761Tests
{
    private const int Runs = 8;

    private readonly SecureRandom _random = new();
    private readonly byte[] _publicKey = new byte[1158];
    private readonly byte[] _privateKey = new byte[1763];
    private readonly byte[] _ciphertext = new byte[1039];
    private readonly byte[] _secret = new byte[32];

    [Fact]
    public void BouncyCastle_decapsulates_what_we_encapsulate_to_its_key()
    {
        for (var run = 0; run < Runs; run++)
        {
            var generator = new SNtruPrimeKeyPairGenerator();
            generator.Init(new SNtruPrimeKeyGenerationParameters(_random, SNtruPrimeParameters.sntrup761));
            var pair = generator.GenerateKeyPair();
            var publicKey = ((SNtruPrimePublicKeyParameters)pair.Public).GetEncoded();
            Assert.True(Sntrup761.IsPublicKey(publicKey));
            Sntrup761.Encapsulate(publicKey, _ciphertext, _secret);
            Assert.Equal(new SNtruPrimeKemExtractor((SNtruPrimePrivateKeyParameters)pair.Private).ExtractSecret(_ciphertext), _secret);
        }
    }

    [Fact]
    public void We_decapsulate_what_BouncyCastle_encapsulates_to_our_key()
    {
        for (var run = 0; run < Runs; run++)
        {
            Sntrup761.GenerateKey(_publicKey, _privateKey);
            using var encapsulated = new SNtruPrimeKemGenerator(_random)
                .GenerateEncapsulated(new SNtruPrimePublicKeyParameters(SNtruPrimeParameters.sntrup761, _publicKey));
            Sntrup761.Decapsulate(_privateKey, encapsulated.GetEncapsulation(), _secret);
            Assert.Equal(encapsulated.GetSecret(), _secret);
        }
    }

    [Fact]
    public void Each_decapsulates_with_the_others_private_key()
    {
        var generator = new SNtruPrimeKeyPairGenerator();
        generator.Init(new SNtruPrimeKeyGenerationParameters(_random, SNtruPrimeParameters.sntrup761));
        var pair = generator.GenerateKeyPair();
        Sntrup761.Encapsulate(((SNtruPrimePublicKeyParameters)pair.Public).GetEncoded(), _ciphertext, _secret);
        var again = new byte[32];
        Sntrup761.Decapsulate(((SNtruPrimePrivateKeyParameters)pair.Private).GetEncoded(), _ciphertext, again);
        Assert.Equal(_secret, again);

        Sntrup761.GenerateKey(_publicKey, _privateKey);
        Sntrup761.Encapsulate(_publicKey, _ciphertext, _secret);
        Assert.Equal(OfBouncyCastle().ExtractSecret(_ciphertext), _secret);
    }

    [Fact]
    public void Wrong_ciphertexts_give_the_secret_that_BouncyCastle_gives_for_them()
    {
        Sntrup761.GenerateKey(_publicKey, _privateKey);
        Sntrup761.Encapsulate(_publicKey, _ciphertext, _secret);
        var bouncyCastle = OfBouncyCastle();
        byte[][] wrongs =
        [
            Flip(_ciphertext, 0), Flip(_ciphertext, 1006), Flip(_ciphertext, 1007), Flip(_ciphertext, 1038),
            new byte[1039], [.. Enumerable.Repeat((byte)0xFF, 1039)],
        ];
        var seen = new List<byte[]> { _secret };
        foreach (var wrong in wrongs)
        {
            var secret = new byte[32];
            Sntrup761.Decapsulate(_privateKey, wrong, secret);
            Assert.Equal(bouncyCastle.ExtractSecret(wrong), secret);
            Assert.DoesNotContain(secret, seen);
            seen.Add(secret);
        }
    }

    [Fact]
    public void Every_secret_that_is_encapsulated_comes_out()
    {
        var again = new byte[32];
        for (var run = 0; run < 200; run++)
        {
            if (run % 10 == 0) Sntrup761.GenerateKey(_publicKey, _privateKey);
            Assert.True(Sntrup761.IsPublicKey(_publicKey));
            Sntrup761.Encapsulate(_publicKey, _ciphertext, _secret);
            Sntrup761.Decapsulate(_privateKey, _ciphertext, again);
            Assert.Equal(_secret, again);
        }
    }

    [Fact]
    public void Each_bit_of_a_ciphertext_matters()
    {
        Sntrup761.GenerateKey(_publicKey, _privateKey);
        Sntrup761.Encapsulate(_publicKey, _ciphertext, _secret);
        var other = new byte[32];
        for (var bit = 0; bit < 8 * _ciphertext.Length; bit++)
        {
            _ciphertext[bit / 8] ^= (byte)(1 << (bit % 8));
            Sntrup761.Decapsulate(_privateKey, _ciphertext, other);
            Assert.NotEqual(_secret, other);
            _ciphertext[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Bytes_that_encode_no_public_key_are_refused()
    {
        Sntrup761.GenerateKey(_publicKey, _privateKey);
        Assert.False(Sntrup761.IsPublicKey(_publicKey.AsSpan(1)));
        Assert.False(Sntrup761.IsPublicKey([.. _publicKey, 0]));
        Assert.False(Sntrup761.IsPublicKey([.. Enumerable.Repeat((byte)0xFF, 1158)]));
        // The last two bytes are the number that all 761 were merged into, and its radix is far below 2^16.
        _publicKey[^1] = 0xFF;
        Assert.False(Sntrup761.IsPublicKey(_publicKey));
    }

    private SNtruPrimeKemExtractor OfBouncyCastle() =>
        new(new SNtruPrimePrivateKeyParameters(SNtruPrimeParameters.sntrup761, _privateKey));

    private static byte[] Flip(byte[] bytes, int at)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[at] ^= 1;
        return flipped;
    }
}
