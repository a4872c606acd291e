using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;

using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace Sluice.EndToEnd.Meters;

/// <summary>Counts the bytes that another .NET process allocates, by the runtime's own counter over EventPipe.</summary>
internal sealed class AllocationMeter : IAsyncDisposable
{
    private readonly EventPipeSession _session;
    private readonly Ticks _ticks = new();
    private readonly Task _reading;

    private AllocationMeter(EventPipeSession session)
    {
        _session = session;
        _reading = Task.Run(() => Read(session, _ticks));
    }

    /// <summary>Starts counting.</summary>
    public static async Task<AllocationMeter> StartAsync(int processId)
    {
        var provider = new EventPipeProvider("System.Runtime", EventLevel.Informational, 0, new Dictionary<string, string> { ["EventCounterIntervalSec"] = "1" });
        var meter = new AllocationMeter(await new DiagnosticsClient(processId).StartEventPipeSessionAsync([provider], requestRundown: false, circularBufferMB: 16, CancellationToken.None));
        // The first tick's increment holds what was allocated since the process began.
        await meter._ticks.NextAsync();
        return meter;
    }

    /// <summary>Runs something and gives the bytes that the process allocated from just before to just after it, and the seconds that were counted.</summary>
    public async Task<(long Bytes, double Seconds)> MeasureAsync(Func<Task> action)
    {
        await _ticks.NextAsync();
        var (before, began) = (_ticks.Bytes, Stopwatch.GetTimestamp());
        await action();
        // The tick that is under way when the action ends holds its last part.
        await _ticks.NextAsync();
        await _ticks.NextAsync();
        return (_ticks.Bytes - before, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>Bytes that the process allocates in a second in which nothing happens: the price of counting.</summary>
    public async Task<double> MeasureIdleAsync()
    {
        var (bytes, seconds) = await MeasureAsync(() => Task.Delay(TimeSpan.FromSeconds(1)));
        return bytes / seconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _session.StopAsync(CancellationToken.None);
        await _reading;
        _session.Dispose();
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
