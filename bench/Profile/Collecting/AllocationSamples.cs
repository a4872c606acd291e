using System.Diagnostics.Tracing;

using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.Parsers;

using Sluice.Profile.Stacks;

namespace Sluice.Profile.Collecting;

/// <summary>Who allocates what: the runtime tells the type and the stack about every 100 KiB (AllocationTick), and each stands for the bytes since the last.</summary>
internal static class AllocationSamples
{
    /// <summary>What to record.</summary>
    public static EventPipeProvider[] Providers =>
        [new("Microsoft-Windows-DotNETRuntime", EventLevel.Verbose, (long)(ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.Jit | ClrTraceEventParser.Keywords.Loader))];

    /// <summary>The samples of a recording: stacks whose innermost frame is the type, weights in bytes.</summary>
    public static StackSamples Read(TraceLog log)
    {
        var samples = new StackSamples("bytes");
        var source = log.Events.GetSource();
        source.Clr.GCAllocationTick += tick =>
            samples.Add([tick.TypeName, .. ManagedStack.Read(tick.CallStack())], tick.AllocationAmount64);
        source.Process();
        return samples;
    }
}
