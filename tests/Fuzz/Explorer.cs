using System.Diagnostics;
using System.Security.Cryptography;

namespace Sluice.Fuzz;

/// <summary>
/// A fuzzer of one process, for machines without AFL++: mutates at random, and keeps what reached another edge when the
/// assemblies are instrumented. Finds are written to a folder and named by what escaped.
/// </summary>
internal sealed class Explorer(FuzzTarget target, string folder)
{
    private static readonly TimeSpan _slow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _hung = TimeSpan.FromSeconds(20);

    private readonly Coverage _coverage = new();
    private readonly List<byte[]> _queue = [];
    private readonly HashSet<string> _finds = [];
    private readonly Mutator _mutator = new(new Random(Environment.TickCount));
    private volatile byte[] _present = [];
    private long _presentSince;

    /// <summary>Explores for a time and says what came of it in one line; the exit status is 1 if something was found.</summary>
    public static int Run(FuzzTarget target, TimeSpan time, string folder)
    {
        Directory.CreateDirectory(folder);
        return new Explorer(target, folder).Run(time);
    }

    private int Run(TimeSpan time)
    {
        var watch = new Thread(Watch) { IsBackground = true };
        watch.Start();
        foreach (var file in Corpus.Files(target)) Execute(File.ReadAllBytes(file), isSeed: true);
        if (_coverage.Edges == 0) Console.WriteLine("WARNING: nothing is instrumented, so this run is blind: it cannot tell an input that reached something from one that did not.");
        var started = Stopwatch.GetTimestamp();
        long executions = 0;
        for (; Stopwatch.GetElapsedTime(started) < time; executions++) Execute(_mutator.Mutate(_queue), isSeed: false);
        Console.WriteLine($"{target.Name}: {time.TotalMinutes:0.#} minutes, {executions} executions, {_coverage.Edges} edges, {_queue.Count} inputs kept, {_finds.Count} finds");
        return _finds.Count == 0 ? 0 : 1;
    }

    private void Execute(byte[] input, bool isSeed)
    {
        _present = input;
        var started = Stopwatch.GetTimestamp();
        Volatile.Write(ref _presentSince, started);
        _coverage.Begin();
        var fault = Replay.Try(target, input);
        var elapsed = Stopwatch.GetElapsedTime(started);
        if (_coverage.End() || isSeed) _queue.Add(input);
        if (fault is not null) Keep(fault.GetType().Name + fault.Message + fault.StackTrace, fault.GetType().Name, input);
        else if (elapsed > _slow && !isSeed) Keep("slow", "slow", input);
    }

    private void Keep(string identity, string name, byte[] input)
    {
        // One file for one place in the code: a thousand inputs with one cause are one find.
        if (!_finds.Add(identity) || _finds.Count > 50) return;
        var path = Path.Combine(folder, $"{name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(path, input);
        Console.WriteLine($"{target.Name}: find {path}");
    }

    /// <summary>An input that never ends would end the run without a trace.</summary>
    private void Watch()
    {
        while (true)
        {
            Thread.Sleep(1000);
            var since = Volatile.Read(ref _presentSince);
            if (since == 0 || Stopwatch.GetElapsedTime(since) < _hung) continue;
            Keep("hang", "hang", _present);
            Environment.FailFast($"{target.Name}: an input did not end within {_hung.TotalSeconds} s; it is kept in {folder}.");
        }
    }
}
