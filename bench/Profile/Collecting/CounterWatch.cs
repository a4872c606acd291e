using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;

using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace Sluice.Profile.Collecting;

/// <summary>Reads the meters of a running process every second by EventPipe, and its memory from /proc with them.</summary>
internal sealed class CounterWatch : IAsyncDisposable
{
    /// <summary>The meters that are asked for.</summary>
    public const string Meters = "System.Runtime,Sluice";

    private const int MostSeries = 2000;

    private readonly Lock _lock = new();
    private readonly List<CounterReading> _readings = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _ended = new();
    private readonly EventPipeSession _session;
    private readonly Task _reading;
    private readonly Task _polling;

    private CounterWatch(int processId, EventPipeSession session)
    {
        _session = session;
        _reading = Task.Run(Read);
        _polling = PollAsync(processId);
    }

    /// <summary>Seconds since the watch began.</summary>
    public double Now => Stopwatch.GetElapsedTime(_started).TotalSeconds;

    /// <summary>What was read so far.</summary>
    public IReadOnlyList<CounterReading> Readings
    {
        get
        {
            lock (_lock) return [.. _readings];
        }
    }

    /// <summary>Begins to read.</summary>
    public static async Task<CounterWatch> StartAsync(int processId)
    {
        var arguments = new Dictionary<string, string>
        {
            ["SessionId"] = "SHARED",
            ["ClientId"] = Guid.NewGuid().ToString(),
            ["Metrics"] = Meters,
            ["RefreshInterval"] = "1",
            ["MaxTimeSeries"] = MostSeries.ToString(CultureInfo.InvariantCulture),
            ["MaxHistograms"] = "20",
        };
        // 2 is the keyword TimeSeriesValues of this event source.
        var provider = new EventPipeProvider("System.Diagnostics.Metrics", EventLevel.Informational, 2, arguments);
        return new CounterWatch(processId, await new DiagnosticsClient(processId).StartEventPipeSessionAsync([provider], requestRundown: false, circularBufferMB: 4, CancellationToken.None));
    }

    /// <summary>The latest sum over an instrument's series whose tags hold a text; NaN if it has not been read.</summary>
    public double Latest(string instrument, string tags = "")
    {
        var last = Readings.Where(reading => reading.Instrument == instrument && reading.Tags.Contains(tags, StringComparison.Ordinal))
            .GroupBy(reading => reading.Tags).Select(series => series.Last().Value).ToList();
        return last.Count > 0 ? last.Sum() : double.NaN;
    }

    /// <summary>Waits until each instrument has been read twice more.</summary>
    public static Task SettleAsync() => Task.Delay(TimeSpan.FromSeconds(2.3));

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _polling;
        try
        {
            await _session.StopAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        }
        catch (Exception gone) when (gone is ServerNotAvailableException or IOException or OperationCanceledException)
        {
            // The process ended before the watch did.
        }
        await _reading;
        _session.Dispose();
        _ended.Dispose();
    }

    private async Task PollAsync(int processId)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            do
            {
                if (ProcessMemory.TryRead(processId) is not { } memory) return;
                Add("process.resident", "", memory.Resident);
                Add("process.anonymous", "", memory.Anonymous);
            }
            while (await timer.WaitForNextTickAsync(_ended.Token));
        }
        catch (OperationCanceledException)
        {
            // The watch is over.
        }
    }

    private void Read()
    {
        using var source = new EventPipeEventSource(_session.EventStream);
        source.Dynamic.All += Take;
        try
        {
            source.Process();
        }
        catch (Exception cut) when (cut is EndOfStreamException or IOException or FormatException)
        {
            // The process ended in the middle of an event.
        }
    }

    private void Take(TraceEvent traced)
    {
        var value = traced.EventName switch
        {
            "GaugeValuePublished" => "lastValue",
            "CounterRateValuePublished" or "UpDownCounterRateValuePublished" => "value",
            _ => null,
        };
        if (value is null) return;
        var text = Convert.ToString(traced.PayloadByName(value), CultureInfo.InvariantCulture);
        // A counter's first event says nothing but that it is there.
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var number))
            Add((string)traced.PayloadByName("instrumentName"), (string)traced.PayloadByName("tags"), number);
    }

    private void Add(string instrument, string tags, double value)
    {
        lock (_lock) _readings.Add(new CounterReading(Now, instrument, tags, value));
    }
}
