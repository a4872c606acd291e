using BenchmarkDotNet.Attributes;
using Sluice.Transport.Crypto.Protection;

namespace Sluice.Microbenchmarks;

/// <summary>One packet from its frame to its sealed form, elsewhere in memory.</summary>
[MemoryDiagnoser]
public class SealingBenchmarks
{
    private PacketSealer _sealer = new ClearSealer();
    private byte[] _frame = [];
    private byte[] _packet = [];
    private uint _sequence;

    [ParamsSource(nameof(Suites))]
    public string Suite { get; set; } = "";

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    public static IEnumerable<string> Suites => PacketSuite.Names;

    public static IEnumerable<int> Sizes => PacketSuite.Sizes;

    [GlobalSetup]
    public void Setup()
    {
        _sealer = PacketSuite.CreateSealer(Suite);
        _frame = PacketSuite.CreateFrame(_sealer, Size);
        _packet = new byte[_frame.Length + _sealer.TagLength];
    }

    [GlobalCleanup]
    public void Cleanup() => _sealer.Dispose();

    [Benchmark]
    public void Seal() => _sealer.Seal(_sequence++, _frame, _packet);
}
