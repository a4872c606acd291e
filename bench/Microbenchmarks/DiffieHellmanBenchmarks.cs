using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Sluice.Transport.Crypto.KeyExchange;

namespace Sluice.Microbenchmarks;

/// <summary>
/// One power modulo the primes of RFC 3526 with a private exponent: ours in constant time, the runtime's and
/// BouncyCastle's. A server pays two for a key exchange, and a client who does not even log in has it paid.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
public class DiffieHellmanBenchmarks
{
    private MontgomeryModulus _modulus = new([3]);
    private ulong[] _base = [];
    private ulong[] _exponent = [];
    private ulong[] _result = [];
    private BigInteger _p, _x, _y;
    private Org.BouncyCastle.Math.BigInteger _theirP = Org.BouncyCastle.Math.BigInteger.One, _theirX = Org.BouncyCastle.Math.BigInteger.One;
    private Org.BouncyCastle.Math.BigInteger _theirY = Org.BouncyCastle.Math.BigInteger.One;

    [Params(2048, 4096, 8192)]
    public int Bits { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var group = DiffieHellmanGroups.Choose((uint)Bits, (uint)Bits, (uint)Bits)!;
        _modulus = new MontgomeryModulus(MontgomeryModulus.ToLimbs(group.Prime));
        _base = new ulong[_modulus.Length];
        _result = new ulong[_modulus.Length];
        _exponent = new ulong[group.ExponentLimbs];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(_base.AsSpan(1)));
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(_exponent.AsSpan()));
        _base[^1] >>= 1;
        _p = new BigInteger(group.Prime, isUnsigned: true, isBigEndian: true);
        _x = new BigInteger(MemoryMarshal.AsBytes(_exponent.AsSpan()), isUnsigned: true);
        _y = new BigInteger(MemoryMarshal.AsBytes(_base.AsSpan()), isUnsigned: true);
        (_theirP, _theirX, _theirY) = (new(1, group.Prime.ToArray()), new(_x.ToString("R")), new(_y.ToString("R")));
    }

    [Benchmark(Baseline = true)]
    public void Ours() => _modulus.Power(_base, _exponent, _result);

    [Benchmark]
    public BigInteger OfTheRuntime() => BigInteger.ModPow(_y, _x, _p);

    [Benchmark]
    public Org.BouncyCastle.Math.BigInteger OfBouncyCastle() => _theirY.ModPow(_theirX, _theirP);
}
