using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Sluice.Transport;
using Sluice.Transport.Buffers;
using Sluice.Transport.Crypto;

namespace Sluice.Microbenchmarks;

/// <summary>
/// A whole handshake with login in memory: identification, KEXINIT, key exchange, NEWKEYS, EXT_INFO, the question about a key, the
/// signed request. BenchmarkDotNet's own columns count both sides; the server's share, which is what a busy proxy pays,
/// is printed at the end, of the last handshakes: the least is what a core without other work takes.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
public class HandshakeBenchmarks
{
    private const int Remembered = 2048;
    private const int BlockSize = 16 * 1024;

    private readonly SshPrivateKey _hostKey = SshPrivateKey.GenerateEd25519();
    private readonly SshPrivateKey _userKey = SshPrivateKey.GenerateEd25519();
    private readonly long[] _ticks = new long[Remembered];
    private readonly long[] _bytes = new long[Remembered];
    private AlgorithmCatalog _server = AlgorithmCatalog.Create(new());
    private AlgorithmCatalog _client = AlgorithmCatalog.Create(new());
    private long _runs;

    [Params("curve25519-sha256", "mlkem768x25519-sha256", "ecdh-sha2-nistp256", "diffie-hellman-group14-sha256")]
    public string Kex { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _server = AlgorithmCatalog.Create(new AlgorithmPreferences());
        _client = AlgorithmCatalog.Create(new AlgorithmPreferences { KexAlgorithms = $"^{Kex}" });
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        var count = (int)Math.Min(_runs, Remembered);
        Array.Sort(_ticks, 0, count);
        Array.Sort(_bytes, 0, count);
        Console.WriteLine(
            $"// The server's share with {Kex}: least {Microseconds(_ticks[0]):F0} us, median {Microseconds(_ticks[count / 2]):F0} us, {_bytes[count / 2]} bytes allocated.");
        _hostKey.Dispose();
        _userKey.Dispose();
    }

    [Benchmark]
    public void BothSides()
    {
        var toServer = BufferPool.Shared.Rent(BufferRole.Receive, BlockSize);
        var toClient = BufferPool.Shared.Rent(BufferRole.Receive, BlockSize);
        using var client = new ClientParty(toClient, toServer, _client, _hostKey.PublicKey, _userKey);
        client.Begin();

        long ticks = 0, bytes = 0;
        var (since, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        var server = new ServerParty(toServer, toClient, _server, _hostKey);
        server.Begin();
        while (true)
        {
            server.Turn();
            if (server.IsDone) server.Dispose();
            ticks += Stopwatch.GetTimestamp() - since;
            bytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
            client.Turn();
            if (client.IsDone) break;
            (since, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        }
        _ticks[_runs % Remembered] = ticks;
        _bytes[_runs++ % Remembered] = bytes;
        BufferPool.Shared.Return(toServer);
        BufferPool.Shared.Return(toClient);
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
