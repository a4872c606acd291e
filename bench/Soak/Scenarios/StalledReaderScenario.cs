using System.Diagnostics;
using System.Globalization;

using Sluice.Testing;
using Sluice.Testing.Measuring;

namespace Sluice.Soak.Scenarios;

/// <summary>One reader that stops beside 20 clones on one backend connection.</summary>
internal sealed class StalledReaderScenario(int rounds) : IScenario
{
    private const int Clones = 20;
    private const int Mebibytes = 8;
    private const long ChannelWindow = 1 << 20;
    private const string Repository = "team/beside.git";

    /// <inheritdoc/>
    public string Name => "stalled-reader";

    /// <inheritdoc/>
    public string Question => $"Does a reader that stops cost {Clones} clones on the same backend connection anything, in {rounds} rounds by turns?";

    /// <inheritdoc/>
    public async Task RunAsync(Findings findings)
    {
        using var folder = new TemporaryFolder("stall");
        var script = folder.Write("backend.sh",
            """
            case $SSH_ORIGINAL_COMMAND in
                *endless*) exec cat /dev/zero ;;
                *) exec sh -c "$SSH_ORIGINAL_COMMAND" ;;
            esac
            """);
        await using var site = await Installation.StartAsync(new OpenSshServerOptions { ForceCommand = $"exec sh {script}", MaxSessions = 40 }, OneConnection);
        await site.CreateGitAsync(Repository, GitContent.OfMebibytes(Mebibytes));
        var samples = new List<Sample>();
        // The first round of each kind warms caches and pools, and is no sample.
        foreach (var isStalled in (bool[])[false, true]) await RoundAsync(site, isStalled);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var isStalled in round % 2 == 0 ? (bool[])[false, true] : [true, false]) samples.Add(await RoundAsync(site, isStalled));
        }
        Judge(findings, samples);
    }

    private static Task OneConnection(Installation site)
    {
        var configuration = site.Folder.Configuration;
        configuration.Section["MetricsListen"] = "127.0.0.1:0";
        configuration.Section["ChannelWindow"] = $"{ChannelWindow}";
        var main = configuration.Backends["main"]!;
        (main["MaxConnections"], main["MaxSessionsPerConnection"]) = ("1", "30");
        return Task.CompletedTask;
    }

    private static void Judge(Findings findings, List<Sample> samples)
    {
        findings.Say($"""
            Each round: {Clones} clones of {Mebibytes} MiB at once. With the stalled reader, a real ssh asks for an endless stream and is stopped (SIGSTOP) once it has had
            some of it; the figures of the process are taken after the clones, while it still hangs there. The noise of memory is the range of
            the rounds without it.
            """);
        findings.Table(
            ["round", "MB/s", "failed", "resident MiB", "buffers KiB", "requests under way"],
            samples.Select(sample => (string[])[
                sample.IsStalled ? "stalled" : "free", sample.Rate.ToString("0.0", CultureInfo.InvariantCulture), $"{sample.Failed}",
                Findings.Mebibytes(sample.Resident), $"{sample.Buffers / 1024:0}", $"{sample.Requests}"]));
        var (free, stalled) = (samples.Where(sample => !sample.IsStalled).ToList(), samples.Where(sample => sample.IsStalled).ToList());
        var ratio = Statistics.Median(stalled.Select(sample => sample.Rate)) / Statistics.Median(free.Select(sample => sample.Rate));
        findings.Judge("the others' throughput, stalled / free", $"≥ 0.90", $"{ratio:0.00}", ratio >= 0.9);
        var noise = free.Max(sample => sample.Resident) - free.Min(sample => sample.Resident);
        var growth = (long)(Statistics.Median(stalled.Select(sample => (double)sample.Resident)) - Statistics.Median(free.Select(sample => (double)sample.Resident)));
        findings.Judge("resident memory, median stalled - median free", $"≤ 1 MiB and {Findings.Mebibytes(noise)} MiB of noise", $"{Findings.Mebibytes(growth)} MiB", growth <= ChannelWindow + noise);
        // What is sealed is longer than what was granted by packets' frames, and lies in blocks that are not quite full.
        var held = stalled.Max(sample => sample.Buffers) - free.Max(sample => sample.Buffers);
        findings.Judge("buffers in use, most stalled - most free", $"≤ {ChannelWindow * 5 / 4 / 1024} KiB (one window, and a quarter for frames and blocks)", $"{held / 1024:0} KiB", held <= ChannelWindow * 5 / 4);
        var failed = samples.Sum(sample => sample.Failed);
        findings.Judge("clones fail", $"0", $"{failed}", failed == 0);
        findings.Judge("rounds in which the reader hung there", $"{stalled.Count}", $"{stalled.Count(sample => sample.Requests == 1)}", stalled.TrueForAll(sample => sample.Requests == 1));
    }

    private static async Task<Sample> RoundAsync(Installation site, bool isStalled)
    {
        using var reader = isStalled ? await StallAsync(site) : null;
        try
        {
            var started = Stopwatch.GetTimestamp();
            var clones = await Task.WhenAll(Enumerable.Range(0, Clones).Select(i => site.Alice.GitAsync("clone", "--quiet", "--bare", site.UrlOf(Repository), Copy(site, i))));
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await Task.Delay(1000);
            var page = await site.Proxy.MetricsAsync();
            return new Sample(
                isStalled, Clones * Mebibytes * 1.048576 / seconds, clones.Count(clone => clone.ExitCode != 0),
                ProcessFigures.ResidentBytes(site.Proxy.ProcessId), page["sluice_buffer_bytes"], (int)page["sluice_active_requests"]);
        }
        finally
        {
            // SIGKILL ends a stopped process as well.
            reader?.Kill();
            for (var i = 0; i < Clones; i++)
            {
                if (Directory.Exists(Copy(site, i))) Directory.Delete(Copy(site, i), recursive: true);
            }
            await Eventually.HoldsAsync(() => site.Proxy.MetricsAsync().GetAwaiter().GetResult()["sluice_active_requests"] == 0, TimeSpan.FromSeconds(15), () => "requests are still under way.");
        }
    }

    private static string Copy(Installation site, int number) => site.Files.PathOf("beside", $"{number}");

    /// <summary>A real ssh that has had a mebibyte of an endless stream and is stopped.</summary>
    private static async Task<Process> StallAsync(Installation site)
    {
        var client = site.Alice;
        var ssh = ProgramRunner.Start(
            "ssh", [.. client.SshWords, "-p", $"{client.Endpoint.Port}", $"{client.Endpoint.User}@{client.Endpoint.Host}", "git-upload-pack '/team/endless'"], client.Options);
        var buffer = new byte[1 << 20];
        await ssh.StandardOutput.BaseStream.ReadExactlyAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        PosixSignal.Send(ssh.Id, PosixSignal.Stop);
        await Task.Delay(1000);
        return ssh;
    }

    private sealed record Sample(bool IsStalled, double Rate, int Failed, long Resident, double Buffers, int Requests);
}
