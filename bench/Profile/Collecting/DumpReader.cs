using Microsoft.Diagnostics.Runtime;

namespace Sluice.Profile.Collecting;

/// <summary>Reads a dump by the runtime's own data-access library.</summary>
internal static class DumpReader
{
    private const int MostTypes = 30;
    private const int MostFrames = 12;

    /// <summary>Threads with their managed stacks, generations, and types by bytes.</summary>
    public static void Print(string file, TextWriter output)
    {
        using var target = DataTarget.LoadDump(file);
        using var runtime = target.ClrVersions.Single().CreateRuntime();
        output.WriteLine($"# {runtime.ClrInfo.Flavor} {runtime.ClrInfo.Version}, {(runtime.Heap.IsServer ? "server" : "workstation")} collector, {runtime.Heap.SubHeaps.Length} heap(s)");
        foreach (var thread in runtime.Threads.Where(thread => thread.IsAlive))
        {
            var frames = thread.EnumerateStackTrace(includeContext: false, MostFrames).Where(frame => frame.Method is not null).Select(frame => $"    {frame.Method}").ToList();
            if (frames.Count == 0) continue;
            output.WriteLine($"thread {thread.ManagedThreadId}{(thread.IsFinalizer ? ", finalizer" : "")}{(thread.IsGc ? ", collector" : "")}{(thread.CurrentException is { } thrown ? $", {thrown.Type.Name}" : "")}");
            output.WriteLine(string.Join('\n', frames));
        }
        output.WriteLine("# segments");
        foreach (var kind in runtime.Heap.Segments.GroupBy(segment => segment.Kind))
            output.WriteLine($"{kind.Key,-12} {kind.Count(),6} segments {kind.Sum(segment => (long)segment.ObjectRange.Length),16:N0} bytes used {kind.Sum(segment => (long)segment.CommittedMemory.Length),16:N0} committed");
        output.WriteLine("# types, garbage among them");
        var types = runtime.Heap.EnumerateObjects().Where(found => found.IsValid && found.Type is not null)
            .GroupBy(found => found.Type!.Name ?? "?").Select(group => (Name: group.Key, Count: group.Count(), Bytes: group.Sum(found => (long)found.Size)));
        foreach (var (name, count, bytes) in types.OrderByDescending(type => type.Bytes).Take(MostTypes)) output.WriteLine($"{bytes,16:N0} {count,10:N0}  {name}");
    }

    /// <summary>The way from a root to the first object of a type.</summary>
    public static void PrintRoots(string file, string ending, TextWriter output)
    {
        using var target = DataTarget.LoadDump(file);
        using var runtime = target.ClrVersions.Single().CreateRuntime();
        var found = runtime.Heap.EnumerateObjects().FirstOrDefault(candidate => candidate.Type?.Name?.EndsWith(ending, StringComparison.Ordinal) == true);
        if (found.IsNull)
        {
            output.WriteLine($"The heap holds no object of a type {ending}.");
            return;
        }
        foreach (var (root, path) in new GCRoot(runtime.Heap, [found.Address]).EnumerateRootPaths().Take(3))
        {
            output.WriteLine($"{root.RootKind} root");
            for (var link = path; link is not null; link = link.Next) output.WriteLine($"  → {runtime.Heap.GetObject(link.Object).Type?.Name}");
        }
    }
}
