using System.Diagnostics.Tracing;

using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace Sluice.Profile.Collecting;

/// <summary>What lives on the collected heap, by type: the runtime collects, walks its heap and writes each object as an event.</summary>
internal sealed class HeapSnapshot
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<ulong, (long Count, long Bytes)> _byType = [];
    private readonly TypeNames _names = new();

    private HeapSnapshot()
    {
    }

    /// <summary>The types, the one with the most bytes first.</summary>
    public IReadOnlyList<HeapType> Types { get; private set; } = [];

    /// <summary>Bytes of all objects.</summary>
    public long Bytes => Types.Sum(type => type.Bytes);

    /// <summary>All objects.</summary>
    public long Objects => Types.Sum(type => type.Count);

    /// <summary>Makes the process collect all generations and gives what has survived.</summary>
    /// <exception cref="TimeoutException">It has not written its heap within a minute.</exception>
    public static async Task<HeapSnapshot> TakeAsync(int processId)
    {
        var snapshot = new HeapSnapshot();
        await RunAsync(processId, ClrTraceEventParser.Keywords.GCHeapSnapshot, snapshot.Listen);
        snapshot.Types =
        [
            .. snapshot._byType.GroupBy(entry => snapshot._names.Of(entry.Key))
                .Select(group => new HeapType(group.Key, group.Sum(entry => entry.Value.Count), group.Sum(entry => entry.Value.Bytes)))
                .OrderByDescending(type => type.Bytes),
        ];
        return snapshot;
    }

    /// <summary>Makes the process collect all generations, and nothing else.</summary>
    public static Task CollectAsync(int processId) =>
        RunAsync(processId, ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect, _ => { });

    private static async Task RunAsync(int processId, ClrTraceEventParser.Keywords keywords, Action<EventPipeEventSource> listen)
    {
        var provider = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Verbose, (long)keywords);
        using var session = await new DiagnosticsClient(processId).StartEventPipeSessionAsync([provider], requestRundown: false, circularBufferMB: 256, CancellationToken.None);
        var collected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(() => Read(session, listen, collected));
        await Task.WhenAny(collected.Task, reading).WaitAsync(_patience);
        await session.StopAsync(CancellationToken.None);
        await reading.WaitAsync(_patience);
    }

    private static void Read(EventPipeSession session, Action<EventPipeEventSource> listen, TaskCompletionSource collected)
    {
        using var source = new EventPipeEventSource(session.EventStream);
        var induced = -1;
        source.Clr.GCStart += gc =>
        {
            // The session's own collection is a blocking one of all generations.
            if (induced < 0 && gc is { Depth: 2, Type: not GCType.BackgroundGC }) induced = gc.Count;
        };
        source.Clr.GCStop += gc =>
        {
            if (gc.Count == induced) collected.TrySetResult();
        };
        listen(source);
        source.Process();
    }

    private void Listen(EventPipeEventSource source)
    {
        source.Clr.TypeBulkType += _names.Add;
        source.Clr.GCBulkNode += nodes =>
        {
            for (var i = 0; i < nodes.Count; i++)
            {
                var node = nodes.Values(i);
                var (count, bytes) = _byType.GetValueOrDefault(node.TypeID);
                _byType[node.TypeID] = (count + 1, bytes + (long)node.Size);
            }
        };
    }
}
