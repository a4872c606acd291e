using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Org.BouncyCastle.Math.EC.Rfc7748;
using Sluice.Transport.Crypto.KeyExchange;

namespace Sluice.Microbenchmarks;

/// <summary>A public key and an agreement on Curve25519, which every common key exchange needs. Without libsodium its lines say NA.</summary>
[MemoryDiagnoser]
[MinColumn]
public class Curve25519Benchmarks
{
    private readonly byte[] _privateKey = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] _peer = X25519KeyPair.Generate().PublicKey;
    private readonly byte[] _result = new byte[32];

    [Benchmark(Baseline = true)]
    public bool KeyPairAndAgreement()
    {
        using var pair = X25519KeyPair.Generate();
        return pair.TryAgree(_peer, _result);
    }

    [Benchmark]
    public void PublicKeyOfBouncyCastle() => X25519.ScalarMultBase(_privateKey, _result);

    [Benchmark]
    public bool AgreementOfBouncyCastle() => X25519.CalculateAgreement(_privateKey, _peer, _result);

    [Benchmark]
    public int PublicKeyOfLibsodium() => Libsodium.X25519Base(_result, _privateKey);

    [Benchmark]
    public int AgreementOfLibsodium() => Libsodium.X25519(_result, _privateKey, _peer);
}
