using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Math.EC.Rfc7748;
using Org.BouncyCastle.Pqc.Crypto.NtruPrime;
using Org.BouncyCastle.Security;
using Sluice.Transport.Crypto.KeyExchange;

namespace Sluice.Microbenchmarks;

/// <summary>
/// sntrup761: ours beside BouncyCastle's, its parts by each width of vectors, and an X25519 agreement to compare cores by.
/// </summary>
[MemoryDiagnoser, MinColumn]
public class Sntrup761Benchmarks
{
    private readonly byte[] _publicKey = new byte[Sntrup761.PublicKeySize];
    private readonly byte[] _privateKey = new byte[Sntrup761.PrivateKeySize];
    private readonly byte[] _ciphertext = new byte[Sntrup761.CiphertextSize];
    private readonly byte[] _secret = new byte[Sntrup761.SecretSize];
    private readonly short[] _large = new short[Sntrup761.PaddedDegree];
    private readonly short[] _small = new short[Sntrup761.PaddedDegree];
    private readonly short[] _result = new short[Sntrup761.PaddedDegree];
    private readonly byte[] _otherPublicKey = new byte[Sntrup761.PublicKeySize];
    private readonly byte[] _otherPrivateKey = new byte[Sntrup761.PrivateKeySize];
    private readonly SecureRandom _random = new();
    private readonly SNtruPrimeKeyPairGenerator _generator = new();
    private readonly SNtruPrimeKemGenerator _encapsulator;
    private readonly byte[] _scalar = new byte[X25519.ScalarSize];
    private readonly byte[] _point = new byte[X25519.PointSize];
    private readonly byte[] _agreed = new byte[X25519.PointSize];

    private SNtruPrimePublicKeyParameters _peer = null!;
    private SNtruPrimeKemExtractor _extractor = null!;

    public Sntrup761Benchmarks() => _encapsulator = new SNtruPrimeKemGenerator(_random);

    [GlobalSetup]
    public void Setup()
    {
        Sntrup761.GenerateKey(_publicKey, _privateKey);
        Sntrup761.Encapsulate(_publicKey, _ciphertext, _secret);
        LargePolynomial.Decode(_publicKey, _large);
        SmallPolynomial.RandomizeShort(_small);
        _generator.Init(new SNtruPrimeKeyGenerationParameters(_random, SNtruPrimeParameters.sntrup761));
        _peer = new SNtruPrimePublicKeyParameters(SNtruPrimeParameters.sntrup761, _publicKey);
        _extractor = new SNtruPrimeKemExtractor(new SNtruPrimePrivateKeyParameters(SNtruPrimeParameters.sntrup761, _privateKey));
        X25519.GeneratePrivateKey(_random, _scalar);
        X25519.ScalarMultBase(_scalar, _point);
    }

    [Benchmark]
    public void GenerateKey() => Sntrup761.GenerateKey(_otherPublicKey, _otherPrivateKey);

    [Benchmark]
    public void Encapsulate() => Sntrup761.Encapsulate(_publicKey, _ciphertext, _secret);

    [Benchmark]
    public void Decapsulate() => Sntrup761.Decapsulate(_privateKey, _ciphertext, _secret);

    [Benchmark]
    public bool CheckPublicKey() => Sntrup761.IsPublicKey(_publicKey);

    [Benchmark]
    public void DrawShort() => SmallPolynomial.RandomizeShort(_result);

    [Benchmark]
    public void Multiply512() => RingProduct.Multiply<Lanes512, Vector512<short>>(CoefficientModulus.Q, _large, _small, _result);

    [Benchmark]
    public void Multiply256() => RingProduct.Multiply<Lanes256, Vector256<short>>(CoefficientModulus.Q, _large, _small, _result);

    [Benchmark]
    public void Multiply128() => RingProduct.Multiply<Lanes128, Vector128<short>>(CoefficientModulus.Q, _large, _small, _result);

    [Benchmark]
    public void MultiplyWithoutVectors() => RingProduct.Multiply<SingleLane, short>(CoefficientModulus.Q, _large, _small, _result);

    [Benchmark]
    public bool Invert512() => RingReciprocal.TryInvert<Lanes512, Vector512<short>>(CoefficientModulus.Q, _large, _result);

    [Benchmark]
    public bool Invert256() => RingReciprocal.TryInvert<Lanes256, Vector256<short>>(CoefficientModulus.Q, _large, _result);

    [Benchmark]
    public bool Invert128() => RingReciprocal.TryInvert<Lanes128, Vector128<short>>(CoefficientModulus.Q, _large, _result);

    [Benchmark]
    public bool InvertWithoutVectors() => RingReciprocal.TryInvert<SingleLane, short>(CoefficientModulus.Q, _large, _result);

    [Benchmark]
    public AsymmetricCipherKeyPair GenerateKeyOfBouncyCastle() => _generator.GenerateKeyPair();

    [Benchmark]
    public ISecretWithEncapsulation EncapsulateOfBouncyCastle() => _encapsulator.GenerateEncapsulated(_peer);

    [Benchmark]
    public byte[] DecapsulateOfBouncyCastle() => _extractor.ExtractSecret(_ciphertext);

    [Benchmark(Baseline = true)]
    public bool AgreeByX25519OfBouncyCastle() => X25519.CalculateAgreement(_scalar, _point, _agreed);
}
