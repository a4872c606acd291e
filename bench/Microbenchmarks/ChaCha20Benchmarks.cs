using BenchmarkDotNet.Attributes;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Sluice.Transport.Crypto.Protection;
using OtherPoly1305 = Org.BouncyCastle.Crypto.Macs.Poly1305;

namespace Sluice.Microbenchmarks;

/// <summary>
/// ChaCha20, then Poly1305, over 32 KiB: ours, BouncyCastle's and libsodium's. Without libsodium its two lines say NA.
/// </summary>
[MemoryDiagnoser]
public class ChaCha20Benchmarks
{
    private const int Size = 32768;

    private readonly byte[] _key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private readonly byte[] _nonce = new byte[8];
    private readonly byte[] _text = new byte[Size];
    private readonly byte[] _sealed = new byte[Size];
    private readonly byte[] _tag = new byte[16];
    private readonly uint[] _state = new uint[ChaCha20.StateLength];
    private readonly ChaChaEngine _engine = new(20);
    private readonly OtherPoly1305 _mac = new();

    [GlobalSetup]
    public void Setup()
    {
        ChaCha20.SetKey(_state, _key);
        _engine.Init(true, new ParametersWithIV(new KeyParameter(_key), _nonce));
        _mac.Init(new KeyParameter(_key));
    }

    [Benchmark(Baseline = true)]
    public void ChaCha()
    {
        _state[ChaCha20.Counter] = 0;
        ChaCha20.Transform(_state, _text, _sealed);
    }

    [Benchmark]
    public void ChaChaOfBouncyCastle() => _engine.ProcessBytes(_text, _sealed);

    [Benchmark]
    public int ChaChaOfLibsodium() => Libsodium.ChaCha20(_sealed, _text, Size, _nonce, 0, _key);

    [Benchmark]
    public void Poly() => Poly1305.ComputeTag(_key, _sealed, _tag);

    [Benchmark]
    public void PolyOfBouncyCastle()
    {
        _mac.BlockUpdate(_sealed);
        _mac.DoFinal(_tag);
    }

    [Benchmark]
    public int PolyOfLibsodium() => Libsodium.Poly1305(_tag, _sealed, Size, _key);
}
