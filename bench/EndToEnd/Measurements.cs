using System.Diagnostics;

using Sluice.Testing;

namespace Sluice.EndToEnd;

/// <summary>Does the runs: the ways take turns within each round, so that a change of the machine's mood meets both.</summary>
internal sealed class Measurements(BenchSite site, BenchOptions options)
{
    private int _copies;

    public List<Sample> Samples { get; } = [];

    /// <summary>Bytes that the proxy allocated over one raw transfer, by measure and suite.</summary>
    public Dictionary<string, long> AllocatedBytes { get; } = [];

    /// <summary>Bytes that the proxy allocates over three seconds in which nothing happens: the counter's own price.</summary>
    public long AllocatedWhenIdle { get; private set; }

    public async Task RunAsync()
    {
        await SmallClonesAsync();
        foreach (var suite in options.Suites)
            await LargeTransfersAsync(suite);
        AllocatedWhenIdle = await AllocationMeter.MeasureAsync(site.ProxyProcessId, () => Task.Delay(TimeSpan.FromSeconds(3)));
        foreach (var suite in options.Suites)
            await AllocationsAsync(suite);
    }

    /// <summary>Small clones alone.</summary>
    public async Task SmallClonesAsync()
    {
        Say($"{options.SmallRounds} small clones each way");
        // The first run of each way warms caches and is no sample.
        foreach (var peer in site.Peers)
            await CloneAsync(peer, BenchSite.Small);
        for (var round = 0; round < options.SmallRounds; round++)
        {
            foreach (var peer in InTurn(round))
                await TimeAsync(Measures.SmallClone, "default", peer, round, 0, () => CloneAsync(peer, BenchSite.Small));
        }
    }

    private async Task LargeTransfersAsync(string suite)
    {
        Say($"{options.LargeRounds} clones, downloads and uploads of {options.LargeMebibytes} MiB each way with {suite}");
        for (var round = 0; round < options.LargeRounds; round++)
        {
            foreach (var peer in InTurn(round).Select(peer => peer.With(suite)))
            {
                await TimeAsync(Measures.Download, suite, peer, round, options.LargeBytes, () => DownloadAsync(peer));
                await TimeAsync(Measures.Upload, suite, peer, round, options.LargeBytes, () => UploadAsync(peer));
                await TimeAsync(Measures.LargeClone, suite, peer, round, options.LargeBytes, () => CloneAsync(peer, BenchSite.Large));
            }
        }
    }

    private async Task AllocationsAsync(string suite)
    {
        var proxy = site.Peers.Single(peer => peer.Name == Peer.Proxy).With(suite);
        AllocatedBytes[$"{Measures.Download} {suite}"] = await AllocationMeter.MeasureAsync(site.ProxyProcessId, () => DownloadAsync(proxy));
        AllocatedBytes[$"{Measures.Upload} {suite}"] = await AllocationMeter.MeasureAsync(site.ProxyProcessId, () => UploadAsync(proxy));
    }

    private IEnumerable<Peer> InTurn(int round) => round % 2 == 0 ? site.Peers : site.Peers.Reverse();

    private async Task TimeAsync(string measure, string suite, Peer peer, int round, long bytes, Func<Task<ProgramResult>> run)
    {
        var cpu = ProcessorTime.Of(site.ProxyProcessId);
        var started = Stopwatch.GetTimestamp();
        string? failure = null;
        var seconds = 0.0;
        try
        {
            seconds = (await run()).MustSucceed().Duration.TotalSeconds;
        }
        catch (ProgramFailedException failed)
        {
            failure = failed.Message;
            seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            Say($"FAILED {measure} {suite} {peer.Name}: {failure}");
        }

        var used = peer.Name == Peer.Proxy ? ProcessorTime.Of(site.ProxyProcessId) - cpu : 0;
        Samples.Add(new Sample(measure, suite, peer.Name, round, seconds, bytes, used, failure));
    }

    private async Task<ProgramResult> CloneAsync(Peer peer, string repository)
    {
        var copy = site.Files.PathOf("copies", $"{_copies++}");
        try
        {
            return await peer.Client.GitAsync("clone", "--quiet", "--bare", peer.UrlOf(repository), copy);
        }
        finally
        {
            if (Directory.Exists(copy))
                Directory.Delete(copy, recursive: true);
        }
    }

    private static Task<ProgramResult> DownloadAsync(Peer peer) => ShellAsync(peer, $"git-upload-pack '{peer.PathOf(BenchSite.Download)}'", "> /dev/null");

    private Task<ProgramResult> UploadAsync(Peer peer) => ShellAsync(peer, $"git-receive-pack '{peer.PathOf(BenchSite.Upload)}'", $"< {site.NoiseFile}");

    /// <summary>The bytes go between ssh and a file, not through this process.</summary>
    private static Task<ProgramResult> ShellAsync(Peer peer, string command, string redirection)
    {
        var client = peer.Client;
        var ssh = $"exec ssh {string.Join(' ', client.SshWords)} -p {client.Endpoint.Port} {client.Endpoint.User}@{client.Endpoint.Host} \"$1\" {redirection}";
        return client.RunAsync("bash", ["-c", ssh, "bench", command]);
    }

    private static void Say(string text) => Console.Error.WriteLine(text);
}
