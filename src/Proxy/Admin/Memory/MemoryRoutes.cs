using System.Diagnostics;
using System.Globalization;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Admin.Live;
using Sluice.Proxy.Hosting;
using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Admin.Memory;

/// <summary>
/// Memory: <c>GET /api/memory</c>, with <c>?top=N</c> for the connections that cost most, <c>GET /api/memory/history</c>, and
/// <c>POST /api/memory?gc=true</c>, which forces a collection of everything.
/// </summary>
internal sealed class MemoryRoutes(
    MemoryHistory history, LiveSessions live, TrafficRates rates, TimeProvider time, ILogger<MemoryRoutes> logger) : IAdminRoutes
{
    /// <summary>Where it is.</summary>
    public const string Path = "/api/memory";

    private const int MostTop = 1000;

    private readonly MemoryReader _reader = new(live, time);

    // Asking the kernel about tens of thousands of sockets, and holding the process up, are for one at a time.
    private int _isTaken;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context) => TryReadTop(context.Request, out var top)
            ? InTurn(() => Results.Ok(Page(_reader.Read(), top)))
            : AdminAnswer.Senseless($"top takes a number from 0 to {MostTop}."));
        routes.MapGet(Path + "/history", () => Results.Ok(new MemorySeries(LiveSampler.Interval.TotalSeconds, history.Read())));
        routes.MapPost(Path, (HttpContext context) => context.Request.Query["gc"] == "true" && TryReadTop(context.Request, out var top)
            ? InTurn(() => Results.Ok(Collect(top)))
            : AdminAnswer.Senseless("Nothing was asked for: gc=true forces a collection."));
    }

    private static bool TryReadTop(HttpRequest request, out int top)
    {
        top = 0;
        var written = request.Query["top"].ToString();
        return written.Length == 0 || (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out top) && top <= MostTop);
    }

    private IResult InTurn(Func<IResult> answer)
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0) return AdminAnswer.Busy("Somebody else asks for memory at this moment: ask again.");
        try
        {
            return answer();
        }
        finally
        {
            Volatile.Write(ref _isTaken, 0);
        }
    }

    private CollectionResult Collect(int top)
    {
        var before = _reader.Read();
        var started = Stopwatch.GetTimestamp();
        MemoryRelease.Run();
        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var after = _reader.Read();
        logger.Collected((long)milliseconds, before.Resident, after.Resident);
        return new CollectionResult(before, after, Math.Round(milliseconds, 1), Page(after, top));
    }

    private MemoryPage Page(MemorySample now, int top) => new(
        now, history.First ?? now, history.MostConnections, Higher(history.MostResident, now), ObjectSizes.Connection, ObjectSizes.Request,
        CollectorReport.Read(), Top(top));

    private static MemorySample Higher(MemorySample? one, MemorySample other) => one is not null && one.Resident >= other.Resident ? one : other;

    private List<SessionRow> Top(int count)
    {
        if (count == 0) return [];
        var best = new PriorityQueue<SessionEntry, long>();
        foreach (var session in live.Sessions)
        {
            var entry = new SessionEntry(session, rates);
            var kernel = session.Connection.ReadSocket();
            var bytes = entry.Accounted + (kernel?.ReceiveQueue ?? 0) + (kernel?.SendQueue ?? 0);
            if (best.Count < count) best.Enqueue(entry, bytes);
            else best.EnqueueDequeue(entry, bytes);
        }
        var rows = new List<SessionRow>(best.Count);
        while (best.TryDequeue(out var entry, out _)) rows.Add(entry.ToRow(time));
        rows.Reverse();
        return rows;
    }
}
