using BenchmarkDotNet.Attributes;
using Sluice.Testing.Peers;
using Sluice.Transport;

namespace Sluice.Microbenchmarks;

/// <summary>
/// One packet from a backend through a relay to a client, all over memory: sealed, opened, sealed again and opened again
/// by four connections that share the machine's cores. Its allocated bytes are the relay's and must be none.
/// </summary>
[MemoryDiagnoser]
public class RelayBenchmarks
{
    private const int Packets = 4096;

    private RelayChain? _chain;

    [ParamsSource(nameof(Suites))]
    public string Suite { get; set; } = "";

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    public static IEnumerable<string> Suites => PacketSuite.Names;

    public static IEnumerable<int> Sizes => PacketSuite.Sizes;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var names = Suite.Split('+');
        _chain = await RelayChain.CreateAsync(new AlgorithmPreferences { Ciphers = names[0], MACs = names.Length > 1 ? names[1] : null }).ConfigureAwait(false);
        _chain.Run(Packets, Size);
    }

    [GlobalCleanup]
    public Task CleanupAsync() => _chain!.CloseAsync();

    [Benchmark(OperationsPerInvoke = Packets)]
    public void Relay() => _chain!.Run(Packets, Size);
}
