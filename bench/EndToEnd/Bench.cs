using System.Globalization;

using Sluice.EndToEnd.Loads;
using Sluice.EndToEnd.Results;
using Sluice.EndToEnd.Running;
using Sluice.EndToEnd.Workloads;
using Sluice.Testing;

namespace Sluice.EndToEnd;

/// <summary>One run: the peers in front of their backends, and what was measured so far.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private const int WarmUpWidth = 8;

    /// <summary>A peer goes on for a moment with what a client has left it.</summary>
    private static readonly TimeSpan _settling = TimeSpan.FromMilliseconds(200);

    private readonly List<IAsyncDisposable> _toEnd = [];
    private readonly List<Func<Task>> _atTheEnd = [];
    private IReadOnlyList<PeerProcess>? _light;
    private IReadOnlyList<PeerProcess>? _real;

    private Bench(BenchOptions options, Stage stage)
    {
        (Options, Stage) = (options, stage);
        Load = new LoadTool(stage);
    }

    public BenchOptions Options { get; }

    public Stage Stage { get; }

    public LoadTool Load { get; }

    public SampleBook Samples { get; } = new();

    /// <summary>Sentences for the report: what could not be measured here and why.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>How processor time was counted.</summary>
    public string? Method { get; private set; }

    /// <summary>Sees that everything is there that the peers need, and makes what they share.</summary>
    /// <exception cref="RequiredProgramMissingException">Something is missing; the sentence names Debian's package.</exception>
    public static async Task<Bench> StartAsync(BenchOptions options)
    {
        foreach (var peer in options.Peers.Where(peer => peer != PeerProcess.Direct).Append("light")) await PeerFile.All[peer].RequireAsync();
        await GoPrograms.BuildAsync();
        return new Bench(options, await Stage.StartAsync());
    }

    /// <summary>The peers in front of one light backend, warmed.</summary>
    public async Task<IReadOnlyList<PeerProcess>> LightAsync()
    {
        if (_light is not null) return _light;
        var backend = await KeepAsync(Stage.StartLightAsync());
        var peers = new List<PeerProcess>();
        foreach (var name in Options.Peers)
        {
            var peer = await KeepAsync(Stage.StartBeforeAsync(name, backend));
            peers.Add(peer);
            var done = await WarmAsync(peer);
            Say($"{name} is warm after {done:0} logins");
        }
        return _light = peers;
    }

    /// <summary>The peers in front of sshd. What warms them is the workload's business: a login to sshd is dear.</summary>
    public async Task<IReadOnlyList<PeerProcess>> RealAsync()
    {
        if (_real is not null) return _real;
        var peers = new List<PeerProcess>();
        foreach (var name in Options.Peers) peers.Add(await KeepAsync(Stage.StartBeforeRealAsync(name)));
        return _real = peers;
    }

    /// <summary>Logs in so often that what is compiled at run time has been; gives how often.</summary>
    public async Task<double> WarmAsync(PeerProcess peer, int? logins = null)
    {
        Method ??= peer.Method;
        var values = await Load.RunAsync(peer, "logins", "--count", $"{logins ?? Options.WarmUpLogins}", "--width", $"{WarmUpWidth}", "--seconds", $"{Options.WarmUpSeconds}");
        return values["done"];
    }

    /// <summary>Runs a workload; one that cannot be run is a sample that says so, and the others run all the same.</summary>
    public async Task RunAsync(IWorkload workload)
    {
        try
        {
            await workload.RunAsync(this);
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            Fail(workload.Name, "all of it", "", 0, failure);
        }
    }

    /// <summary>Ends something with the run.</summary>
    public async Task<T> KeepAsync<T>(Task<T> starting)
        where T : IAsyncDisposable
    {
        var started = await starting;
        _toEnd.Add(started);
        return started;
    }

    /// <summary>Has something done when all workloads are over: what must wait for a minute waits beside them.</summary>
    public void AtTheEnd(Func<Task> action) => _atTheEnd.Add(action);

    /// <summary>Does what was left for the end.</summary>
    public async Task FinishAsync()
    {
        foreach (var action in _atTheEnd) await action();
    }

    /// <summary>The peers in the order of a round: each is the first in turn.</summary>
    public static IEnumerable<PeerProcess> InTurn(IReadOnlyList<PeerProcess> peers, int round) =>
        Enumerable.Range(0, peers.Count).Select(i => peers[(i + round) % peers.Count]);

    /// <summary>
    /// Does something against a peer and keeps what was measured, with <c>cpuSeconds</c> of the peer's processes. What fails is a
    /// sample that says so.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, double>?> SampleAsync(string workload, string @case, PeerProcess peer, int round, Func<Task<Dictionary<string, double>>> run)
    {
        try
        {
            var before = peer.CpuSeconds();
            var values = await run();
            await Task.Delay(_settling);
            if (peer.Name != PeerProcess.Direct) values["cpuSeconds"] = peer.CpuSeconds() - before;
            Samples.Add(new Sample(workload, @case, peer.Name, round, values));
            return values;
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            Fail(workload, @case, peer.Name, round, failure);
            return null;
        }
    }

    /// <summary>Keeps a failure.</summary>
    public void Fail(string workload, string @case, string peer, int round, Exception failure)
    {
        Say($"FAILED {workload}, {@case}, {peer}: {failure.Message}");
        Samples.Add(new Sample(workload, @case, peer, round, new Dictionary<string, double>(), failure.Message));
    }

    /// <summary>True for what a peer or a load can do wrong; anything else is the bench's own fault and ends it.</summary>
    public static bool IsExpected(Exception failure) => failure is ProgramFailedException or TimeoutException or IOException or RequiredProgramMissingException;

    /// <summary>Progress for the person who watches.</summary>
    public static void Say(FormattableString text) => Console.Error.WriteLine($"{DateTime.Now:HH:mm:ss} {text.ToString(CultureInfo.InvariantCulture)}");

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_toEnd)) await one.DisposeAsync();
        await Stage.DisposeAsync();
    }
}
