using System.Globalization;

namespace Sluice.EndToEnd.Meters;

/// <summary>
/// All processes of a peer, those that have ended among them: a control group of the kernel where one may be made, else the tree
/// below the first process, which loses the time of those whose parent ended before them.
/// </summary>
internal sealed class ProcessGroup : IDisposable
{
    private static readonly string[] _roots = ["/sys/fs/cgroup/cpuacct", "/sys/fs/cgroup"];

    private readonly string? _folder;
    private readonly bool _isFirstVersion;
    private int _rootProcessId;

    private ProcessGroup(string? folder)
    {
        _folder = folder;
        _isFirstVersion = folder is not null && File.Exists(Path.Combine(folder, "cpuacct.usage"));
    }

    /// <summary>How it counts, for the report.</summary>
    public string Method => _folder is null ? "utime, stime, cutime and cstime of the process tree" : "a control group of the kernel";

    /// <summary>Makes one.</summary>
    public static ProcessGroup Create(string name)
    {
        foreach (var root in _roots)
        {
            var folder = Path.Combine(root, $"sluice-bench-{Environment.ProcessId}-{name}");
            try
            {
                if (!Directory.Exists(root)) continue;
                Directory.CreateDirectory(folder);
                if (File.Exists(Path.Combine(folder, "cpuacct.usage")) || File.Exists(Path.Combine(folder, "cpu.stat"))) return new ProcessGroup(folder);
                Directory.Delete(folder);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // Not here: the next, or the tree.
            }
        }
        return new ProcessGroup(null);
    }

    /// <summary>The words that start a program within it.</summary>
    public IReadOnlyList<string> Launch(IReadOnlyList<string> words) =>
        _folder is null ? words : ["/bin/sh", "-c", "echo $$ >\"$0/cgroup.procs\" && exec \"$@\"", _folder, .. words];

    /// <summary>Says which process was started so.</summary>
    public void Started(int processId) => _rootProcessId = processId;

    /// <summary>Processor seconds that they have used since they began.</summary>
    public double CpuSeconds()
    {
        if (_folder is null) return Members().Sum(process => TryRead($"/proc/{process}/stat") is { } line ? ProcessorTime.Of(line, withChildren: true) : 0);
        if (_isFirstVersion) return long.Parse(File.ReadAllText(Path.Combine(_folder, "cpuacct.usage")), CultureInfo.InvariantCulture) / 1e9;
        var usage = File.ReadLines(Path.Combine(_folder, "cpu.stat")).First(line => line.StartsWith("usage_usec ", StringComparison.Ordinal));
        return long.Parse(usage.Split(' ')[1], CultureInfo.InvariantCulture) / 1e6;
    }

    /// <summary>Bytes of memory that are resident, a page shared by several processes counted once in all (Pss).</summary>
    public long ResidentBytes() => Members().Sum(process => TryRead($"/proc/{process}/smaps_rollup") is { } text ? ProportionalBytes(text) : 0);

    /// <summary>Processes that are alive.</summary>
    public IReadOnlyList<int> Members() => _folder is null ? Tree(_rootProcessId) : [.. File.ReadLines(Path.Combine(_folder, "cgroup.procs")).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];

    /// <summary>Removes the group, whose processes have ended.</summary>
    public void Dispose()
    {
        for (var attempt = 0; _folder is not null && Directory.Exists(_folder); attempt++)
        {
            try
            {
                Directory.Delete(_folder);
            }
            catch (IOException) when (attempt < 50)
            {
                // One that was killed is on its way out.
                Thread.Sleep(100);
            }
        }
    }

    /// <summary>Pss of /proc/PID/smaps_rollup in bytes.</summary>
    public static long ProportionalBytes(string rollup)
    {
        var line = rollup.Split('\n').FirstOrDefault(line => line.StartsWith("Pss:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static List<int> Tree(int root)
    {
        var parents = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => (Id: int.Parse(name!, CultureInfo.InvariantCulture), Line: TryRead($"/proc/{name}/stat")))
            .Where(process => process.Line is not null)
            .ToLookup(process => int.Parse(process.Line![(process.Line!.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture), process => process.Id);
        var found = new List<int> { root };
        for (var i = 0; i < found.Count; i++) found.AddRange(parents[found[i]]);
        return found;
    }

    private static string? TryRead(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
