using BenchmarkDotNet.Attributes;
using Sluice.Transport.Crypto.Protection;

namespace Sluice.Microbenchmarks;

/// <summary>
/// One packet opened in place. A packet opens only once, under the counter it was sealed with, so each turn seals one
/// and opens it: take the time of <see cref="SealingBenchmarks"/> off.
/// </summary>
[MemoryDiagnoser]
public class OpeningBenchmarks
{
    private PacketSealer _sealer = new ClearSealer();
    private PacketOpener _opener = new ClearOpener();
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
        _opener = PacketSuite.CreateOpener(Suite);
        _frame = PacketSuite.CreateFrame(_sealer, Size);
        _packet = new byte[_frame.Length + _sealer.TagLength];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _sealer.Dispose();
        _opener.Dispose();
    }

    [Benchmark]
    public void SealAndOpen()
    {
        var sequence = _sequence++;
        _sealer.Seal(sequence, _frame, _packet);
        _opener.OpenLength(sequence, _packet.AsSpan(0, _opener.HeaderLength));
        if (!_opener.TryOpen(sequence, _packet)) throw new InvalidOperationException("The packet that was just sealed does not open.");
    }
}
