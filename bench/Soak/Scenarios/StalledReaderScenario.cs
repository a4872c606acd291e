using System.Diagnostics;
using System.Globalization;

using Sluice.Soak.Peers;
using Sluice.Testing;
using Sluice.Testing.Measuring;

namespace Sluice.Soak.Scenarios;

/// <summary>One reader that stops beside 20 clones on one backend connection.</summary>
internal sealed class StalledReaderScenario(int rounds) : IScenario
{
    private const int Clones = 20;
    private const int Mebibytes = 8;
    private const long ChannelWindow = 1 << 20;
    private const long SendBlock = 256 << 10;
    private const string Repository = "team/beside.git";

    /// <summary>More than the proxy's cap and the kernel's buffers, so that the proxy has to hold what it may.</summary>
    private const uint ClientWindow = 64 << 20;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

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
        using var user = new SoakUser();
        await using var site = await Installation.StartAsync(
            new OpenSshServerOptions { ForceCommand = $"exec sh {script}", MaxSessions = 40 }, site => ShareOneConnection(site, user));
        await using var relay = new TcpRelay(site.Proxy.Endpoint.Port);
        await site.CreateGitAsync(Repository, GitContent.OfMebibytes(Mebibytes));
        var samples = new List<Sample>();
        // The first round of each kind warms caches and pools, and is no sample.
        foreach (var isStalled in (bool[])[false, true]) await RoundAsync(site, isStalled ? user : null, relay);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var isStalled in round % 2 == 0 ? (bool[])[false, true] : [true, false]) samples.Add(await RoundAsync(site, isStalled ? user : null, relay));
        }
        Judge(findings, samples);
    }

    private static Task ShareOneConnection(Installation site, SoakUser user)
    {
        site.Folder.SetUser("stalled", user.PublicKeyLine);
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
            Each round: {Clones} clones of {Mebibytes} MiB at once. The stalled reader asks for an endless stream, grants {ClientWindow >> 20} MiB for it and stops reading from its
            socket; the figures of the process are taken after the clones, while it still hangs there. Throughput is compared within each round. The
            noise of memory is the range of the rounds without the reader.
            """);
        findings.Table(
            ["round", "MB/s", "failed", "resident MiB", "buffers KiB", "requests under way"],
            samples.Select(sample => (string[])[
                sample.IsStalled ? "stalled" : "free", sample.Rate.ToString("0.0", CultureInfo.InvariantCulture), $"{sample.Failed}",
                Findings.Mebibytes(sample.Resident), $"{sample.Buffers / 1024:0}", $"{sample.Requests}"]));
        var (free, stalled) = (samples.Where(sample => !sample.IsStalled).ToList(), samples.Where(sample => sample.IsStalled).ToList());
        var ratio = Statistics.Median(free.Zip(stalled, (without, with) => with.Rate / without.Rate));
        var calm = Statistics.Median(free.Skip(1).Zip(free, (later, before) => Math.Abs((later.Rate / before.Rate) - 1)));
        findings.Say($"From one round without the reader to the next, throughput differs by {calm * 100:0} % (median): that is the machine's own noise.");
        findings.Judge("the others' throughput, stalled / free, median of the rounds", $"≥ 0.90", $"{ratio:0.00}", ratio >= 0.9);
        var noise = free.Max(sample => sample.Resident) - free.Min(sample => sample.Resident);
        var growth = (long)(Statistics.Median(stalled.Select(sample => (double)sample.Resident)) - Statistics.Median(free.Select(sample => (double)sample.Resident)));
        findings.Judge("resident memory, median stalled - median free", $"≤ 1 MiB and {Findings.Mebibytes(noise)} MiB of noise", $"{Findings.Mebibytes(growth)} MiB", growth <= ChannelWindow + noise);
        // Buffers are counted by blocks. What one window fills is that long, but for the block that is partly sent and the one that is partly filled.
        var held = stalled.Max(sample => sample.Buffers) - free.Max(sample => sample.Buffers);
        var most = ChannelWindow + (2 * SendBlock);
        findings.Judge("buffers in use, most stalled - most free", $"≤ {most >> 10} KiB: one window and two blocks that are not full", $"{held / 1024:0} KiB", held <= most);
        var failed = samples.Sum(sample => sample.Failed);
        findings.Judge("clones fail", $"0", $"{failed}", failed == 0);
        findings.Judge("rounds in which the reader hung there", $"{stalled.Count}", $"{stalled.Count(sample => sample.Requests == 1)}", stalled.TrueForAll(sample => sample.Requests == 1));
    }

    private static async Task<Sample> RoundAsync(Installation site, SoakUser? stalled, TcpRelay relay)
    {
        var reader = stalled is null ? null : await StallAsync(site, stalled, relay);
        try
        {
            var started = Stopwatch.GetTimestamp();
            var clones = await Task.WhenAll(Enumerable.Range(0, Clones).Select(i => site.Alice.GitAsync("clone", "--quiet", "--bare", site.UrlOf(Repository), Copy(site, i))));
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await Task.Delay(1000);
            var page = await site.Proxy.MetricsAsync();
            return new Sample(
                stalled is not null, Clones * Mebibytes * 1.048576 / seconds, clones.Count(clone => clone.ExitCode != 0),
                ProcessFigures.ResidentBytes(site.Proxy.ProcessId), page["sluice_buffer_bytes"], (int)page["sluice_active_requests"]);
        }
        finally
        {
            reader?.Reset();
            for (var i = 0; i < Clones; i++)
            {
                if (Directory.Exists(Copy(site, i))) Directory.Delete(Copy(site, i), recursive: true);
            }
            await Eventually.HoldsAsync(() => site.Proxy.MetricsAsync().GetAwaiter().GetResult()["sluice_active_requests"] == 0, TimeSpan.FromSeconds(15), () => "requests are still under way.");
        }
    }

    private static string Copy(Installation site, int number) => site.Files.PathOf("beside", $"{number}");

    /// <summary>A client that has had the first bytes of an endless stream and reads no more.</summary>
    private static async Task<TcpRelayLink> StallAsync(Installation site, SoakUser user, TcpRelay relay)
    {
        var connection = await user.ConnectAsync(site.Proxy.Endpoint, relay);
        var channel = new ClientChannel(reads: false);
        var ssh = connection.OpenSession(channel, ClientWindow, 32 * 1024);
        await channel.Opened.WaitAsync(_patience);
        ssh.SendExec("git-upload-pack '/team/endless'"u8, wantsReply: true);
        await channel.Heard.WaitAsync(_patience);
        var link = relay.FindByClient(connection.LocalEndPoint.Port)!;
        link.Hold();
        await Task.Delay(1000);
        return link;
    }

    private sealed record Sample(bool IsStalled, double Rate, int Failed, long Resident, double Buffers, int Requests);
}
