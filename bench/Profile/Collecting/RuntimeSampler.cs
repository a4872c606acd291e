using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.EventPipe;
using Microsoft.Diagnostics.Tracing.Parsers;
using Sluice.Profile.Stacks;

namespace Sluice.Profile.Collecting;

/// <summary>
/// The runtime's own sampler: it stops all threads and writes down each one's managed stack. It needs no rights, but it does not see
/// native code, and a thread in a call of native code looks the same whether that works or waits.
/// </summary>
internal static class RuntimeSampler
{
    /// <summary>Innermost frames of threads that wait.</summary>
    private static readonly string[] _waits =
    [
        "Wait", "Sleep", "SocketAsyncEngine.EventLoop", "LowLevelLifoSemaphore", "GateThread", "Monitor.Enter", "SafeHandles", "Interop+Sys.Poll", "Interop+Sys.Read", "WorkerThread",
    ];

    /// <summary>What to record.</summary>
    public static EventPipeProvider[] Providers =>
    [
        new("Microsoft-DotNETCore-SampleProfiler", EventLevel.Informational),
        new("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, (long)(ClrTraceEventParser.Keywords.Jit | ClrTraceEventParser.Keywords.Loader)),
    ];

    /// <summary>The samples of a recording; each weighs 1.</summary>
    public static StackSamples Read(TraceLog log)
    {
        var samples = new StackSamples("samples");
        var source = log.Events.GetSource();
        new SampleProfilerTraceEventParser(source).ThreadSample += sample =>
        {
            var frames = ManagedStack.Read(sample.CallStack()).ToArray();
            if (frames.Length > 0 && !Array.Exists(_waits, wait => frames[0].Contains(wait, StringComparison.Ordinal))) samples.Add(frames, 1);
        };
        source.Process();
        return samples;
    }
}
