using System.Diagnostics.Tracing;
using System.Globalization;

using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace Sluice.EndToEnd.Meters;

/// <summary>Counts the bytes that another .NET process allocates, by the runtime's own counter over EventPipe.</summary>
internal static class AllocationMeter
{
    /// <summary>Runs something and gives the bytes that the process allocated from just before to just after it.</summary>
    public static async Task<long> MeasureAsync(int processId, Func<Task> action)
    {
        var provider = new EventPipeProvider("System.Runtime", EventLevel.Informational, 0, new Dictionary<string, string> { ["EventCounterIntervalSec"] = "1" });
        using var session = await new DiagnosticsClient(processId).StartEventPipeSessionAsync([provider], requestRundown: false, circularBufferMB: 16, CancellationToken.None);
        var ticks = new Ticks();
        var reading = Task.Run(() => Read(session, ticks));

        // The first tick's increment holds what was allocated since the process began.
        await ticks.NextAsync();
        var before = ticks.Bytes;
        await action();
        // The tick that is under way when the action ends holds its last part.
        await ticks.NextAsync();
        await ticks.NextAsync();
        var allocated = ticks.Bytes - before;
        await session.StopAsync(CancellationToken.None);
        await reading;
        return allocated;
    }

    private static void Read(EventPipeSession session, Ticks ticks)
    {
        using var source = new EventPipeEventSource(session.EventStream);
        source.Dynamic.All += traced =>
        {
            if (traced.EventName == "EventCounters" && traced.PayloadValue(0) is IDictionary<string, object> outer &&
                outer["Payload"] is IDictionary<string, object> counter && (string)counter["Name"] == "alloc-rate")
                ticks.Add(Convert.ToDouble(counter["Increment"], CultureInfo.InvariantCulture));
        };
        source.Process();
    }

    private sealed class Ticks
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private double _bytes;

        public long Bytes
        {
            get
            {
                lock (_lock)
                    return (long)_bytes;
            }
        }

        public void Add(double bytes)
        {
            TaskCompletionSource reached;
            lock (_lock)
            {
                _bytes += bytes;
                reached = _next;
                _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            reached.SetResult();
        }

        public Task NextAsync()
        {
            lock (_lock)
                return _next.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }
}
