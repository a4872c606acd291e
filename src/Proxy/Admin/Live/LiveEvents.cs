using System.Text.Json;
using System.Text.Json.Serialization;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using Sluice.Proxy.Admin.Memory;
using Sluice.Proxy.Hosting;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Admin.Live;

/// <summary>
/// <c>GET /api/events</c>: an EventSource stream that says each second what goes on, with the part of the list of sessions
/// that its query asks for, as <c>/api/sessions</c> takes it.
/// </summary>
internal sealed class LiveEvents(
    SessionList list, BackendRoutes backends, MemoryHistory history, LiveSessions live, Readiness readiness, SluiceMetrics metrics, TimeProvider time) : IAdminRoutes
{
    /// <summary>Streams that may be open at a time; each costs a walk over all sessions a second.</summary>
    public const int MostStreams = 8;

    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    // A browser that was suspended with its window open does not read; its place is somebody else's after that.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private int _streams;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/overview", () => Results.Ok(ReadOverview()));
        routes.MapGet("/api/events", async (HttpContext context) =>
        {
            if (!SessionQuery.TryRead(context.Request.Query, out var query, out var fault))
            {
                await AdminAnswer.Senseless(fault).ExecuteAsync(context);
                return;
            }
            try
            {
                if (Interlocked.Increment(ref _streams) > MostStreams)
                    await AdminAnswer.Busy($"{MostStreams} pages are open already: close one, and reload this one.").ExecuteAsync(context);
                else
                    await StreamAsync(context, query);
            }
            finally
            {
                Interlocked.Decrement(ref _streams);
            }
        });
    }

    private async Task StreamAsync(HttpContext context, SessionQuery query)
    {
        context.Response.ContentType = "text/event-stream";
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var timer = new PeriodicTimer(_period, time);
        try
        {
            do
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(over.Token);
                patience.CancelAfter(_patience);
                var moment = new Moment(ReadOverview(), list.Read(query), backends.Read(), history.Last);
                await context.Response.WriteAsync("data: ", patience.Token);
                await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(moment, _json), patience.Token);
                await context.Response.WriteAsync("\n\n", patience.Token);
                await context.Response.Body.FlushAsync(patience.Token);
            }
            while (await timer.WaitForNextTickAsync(over.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The page was closed, reads no more, or we stop.
            context.Abort();
        }
    }

    private Overview ReadOverview() => Overview.Read(live, readiness, metrics, time);

    private sealed record Moment(Overview Overview, SessionPage Page, BackendPage Backends, MemorySample? Memory);
}
