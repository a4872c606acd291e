using System.Diagnostics;

using Sluice.Testing;

namespace Sluice.Soak.GameDays;

/// <summary>The site with its repositories, and what games do with them. Whatever a client was promised is looked after.</summary>
internal sealed class GameStage(GameDaySite site) : IAsyncDisposable
{
    private const string Small = "team/small.git";
    private const string Large = "team/large.git";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private static readonly GitContent _smallContent = new(4, 256 << 10, Seed: 5);
    private static readonly GitContent _largeContent = new(2, 8 << 20, Seed: 6);

    private int _copies;

    public GameDaySite Game { get; } = site;

    public Installation Site => Game.Site;

    /// <summary>Alice with patience.</summary>
    public SshClient Alice { get; } = site.Site.Alice with { TimeLimit = _patience };

    /// <summary>How many bytes a clone of the large repository has.</summary>
    public static long LargeBytes => _largeContent.TotalBytes;

    /// <summary>Makes the repositories, and clones once, so that everything is loaded that will ever be.</summary>
    public async Task PrepareAsync()
    {
        await Site.CreateGitAsync(Small, _smallContent);
        await Site.CreateGitAsync(Large, _largeContent);
        for (var i = 0; i < 3; i++) (await CloneAsync()).Result.MustSucceed();
    }

    /// <summary>Begins a fault.</summary>
    /// <param name="scenario">Which.</param>
    /// <param name="time">How long; it ends by itself.</param>
    /// <param name="backend">Whom it befalls.</param>
    /// <param name="by">How late, or how far.</param>
    public Task BeginAsync(string scenario, string time, string? backend = null, string? by = null) => Game.BeginAsync(scenario, new { @for = time, backend, by });

    /// <summary>Returns when the fault is over by itself.</summary>
    public async Task EndAsync(string scenario)
    {
        // The log may be what fails: it is asked for what it said, and the command for what is.
        for (var attempt = 0; !Site.Proxy.Log.Contains($"Game day: {scenario} is over", StringComparison.Ordinal); attempt++)
        {
            if (attempt == 600) throw new TimeoutException($"{scenario} was not over after a minute.");
            await Task.Delay(100);
        }
    }

    /// <summary>Clones the small repository and compares every byte.</summary>
    public Task<Transfer> CloneAsync() => CloneAsync(Alice, Small, _smallContent);

    /// <summary>Clones the large one, which may be paused.</summary>
    public Task<Transfer> CloneLargeAsync(SshClient client) => CloneAsync(client, Large, _largeContent);

    /// <summary>Begins clones of the large repository that wait in mid-pack.</summary>
    public async Task<List<(PausedClone Clone, Task<Transfer> Transfer)>> PauseAsync(int count)
    {
        var clones = Enumerable.Range(0, count).Select(_ => PausedClone.Of(Alice, Site.Files)).Select(clone => (clone, CloneLargeAsync(clone.Client))).ToList();
        foreach (var (clone, transfer) in clones)
        {
            var reached = clone.ReachedAsync(_patience);
            if (await Task.WhenAny(reached, transfer) == transfer) (await transfer).Result.MustSucceed();
            await reached;
        }
        return clones;
    }

    /// <summary>Lets paused clones go on, and waits for their ends.</summary>
    public static async Task<IReadOnlyList<Transfer>> GoOnAsync(List<(PausedClone Clone, Task<Transfer> Transfer)> paused)
    {
        foreach (var (clone, _) in paused) clone.GoOn();
        return await Task.WhenAll(paused.Select(entry => entry.Transfer));
    }

    /// <summary>Asks for the branches.</summary>
    public async Task<Transfer> AskAsync(SshClient? client = null)
    {
        var began = Stopwatch.GetTimestamp();
        return new Transfer("question", began, await (client ?? Alice).GitAsync("ls-remote", Site.UrlOf(Small)), 0);
    }

    /// <summary>Asks again and again until an answer comes; how long that took from now, or null after a minute.</summary>
    public async Task<TimeSpan?> RecoverAsync()
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1))
        {
            if ((await AskAsync()).IsGood) return Stopwatch.GetElapsedTime(began);
        }
        return null;
    }

    /// <summary>Alice on a line that takes 16 KiB at a time: a mebibyte takes some four seconds.</summary>
    public SshClient Trickling()
    {
        var script = Site.Files.Write("trickle.sh",
            $"""
            {RequiredProgram.Find("python3")} -c 'import os, time
            while True:
                data = os.read(0, 16384)
                if not data: break
                os.write(1, data)
                time.sleep(0.06)' | {RequiredProgram.Find("ssh")} {string.Join(' ', Alice.SshWords)} "$@"
            """);
        return Alice with
        {
            GitSshCommand = $"{RequiredProgram.Find("bash")} {script}",
            MoreEnvironment = new Dictionary<string, string?> { ["GIT_SSH_VARIANT"] = "ssh" },
        };
    }

    /// <summary>A name for a folder that nobody has used.</summary>
    public string NextCopy() => Site.Files.PathOf("copies", $"{Interlocked.Increment(ref _copies)}");

    public ValueTask DisposeAsync() => Game.DisposeAsync();

    private async Task<Transfer> CloneAsync(SshClient client, string repository, GitContent content)
    {
        var copy = NextCopy();
        var began = Stopwatch.GetTimestamp();
        var result = await client.GitAsync("clone", "--quiet", Site.UrlOf(repository), copy);
        var lost = 0L;
        if (result.ExitCode == 0 && GitRepository.ChecksumOfWorkingCopy(copy) != GitRepository.ChecksumOf(content)) lost = content.TotalBytes;
        if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
        return new Transfer("clone", began, result, lost);
    }
}
