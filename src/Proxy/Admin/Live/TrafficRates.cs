using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Admin.Live;

/// <summary>
/// How fast requests go: their bytes are written down every two seconds, and a rate is over the two to four seconds since
/// the last but one. Only requests under way are written down, never idle connections.
/// </summary>
internal sealed class TrafficRates(LiveSessions live, TimeProvider time)
{
    private volatile Marks _older = new(0, []);
    private volatile Marks _newer = new(0, []);

    /// <summary>Writes down what requests have passed on. Called by one thread.</summary>
    public void Sample()
    {
        var marks = new Marks(time.GetTimestamp(), new Dictionary<LiveRequest, long>(_newer.Bytes.Count));
        foreach (var request in live.Running) marks.Bytes[request] = request.Bytes;
        (_older, _newer) = (_newer, marks);
    }

    /// <summary>Bytes a second in both directions; of a request that is younger than the marks, since it began.</summary>
    public long Of(LiveRequest request, RequestView view)
    {
        var bytes = view.BytesIn + view.BytesOut;
        var seconds = view.Age.TotalSeconds;
        foreach (var marks in (ReadOnlySpan<Marks>)[_older, _newer])
        {
            if (!marks.Bytes.TryGetValue(request, out var then)) continue;
            bytes -= then;
            seconds = time.GetElapsedTime(marks.At).TotalSeconds;
            break;
        }
        return seconds > 0.05 ? (long)Math.Max(0, bytes / seconds) : 0;
    }

    private sealed record Marks(long At, Dictionary<LiveRequest, long> Bytes);
}
