using BenchmarkDotNet.Attributes;
using Sluice.Transport.Buffers;
using Sluice.Transport.Diagnostics;
using Sluice.Transport.Packets;

namespace Sluice.Microbenchmarks;

/// <summary>What the flight recorder adds to a packet that is passed on: sealed without it, which is the measure, and with it.</summary>
[MemoryDiagnoser]
public class FlightRecorderBenchmarks
{
    private const string Suite = "aes128-gcm@openssh.com";

    private readonly FlightRing _ring = new(BufferPool.Shared, isInbound: false, Environment.TickCount64, new Lock());
    private PacketWriter _plain = new();
    private PacketWriter _recorded = new();
    private byte[] _frame = [];
    private byte[] _packet = [];

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    public static IEnumerable<int> Sizes => PacketSuite.Sizes;

    [GlobalSetup]
    public void Setup()
    {
        _plain = new PacketWriter();
        _recorded = new PacketWriter { Recorder = _ring };
        var sealer = PacketSuite.CreateSealer(Suite);
        _plain.ChangeKeys(sealer, resetSequence: true);
        _recorded.ChangeKeys(PacketSuite.CreateSealer(Suite), resetSequence: true);
        _frame = new byte[Size + 512];
        _frame[5] = 94;
        _packet = new byte[Size + 512];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _plain.Dispose();
        _recorded.Dispose();
        _ring.Close();
    }

    [Benchmark(Baseline = true)]
    public int Forward() => _plain.Forward(_frame, Size, _packet);

    [Benchmark]
    public int ForwardRecorded() => _recorded.Forward(_frame, Size, _packet);
}
