using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Hosting;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Admin;

public sealed class MetricsServiceTests : IAsyncDisposable
{
    private readonly SluiceMetrics _metrics = new();
    private readonly Readiness _readiness = new();
    private readonly MetricsService _service;
    private readonly HttpClient _http = new();

    public MetricsServiceTests() => _service = Create(new IPEndPoint(IPAddress.Loopback, 0));

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync(CancellationToken.None);
        await _service.DisposeAsync();
        _http.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task An_instrument_that_throws_costs_its_own_series_alone_and_only_as_long_as_it_does()
    {
        var isFaulty = false;
        _metrics.Meter.CreateObservableGauge("faulty", () => isFaulty ? throw new InvalidOperationException("no number") : 7);
        _metrics.Meter.CreateObservableGauge("sound", () => 8);
        await _service.StartAsync(CancellationToken.None);
        Assert.Contains("\nsluice_faulty 7\n", (await Get("/metrics")).Text, StringComparison.Ordinal);

        isFaulty = true;
        var (status, text) = await Get("/metrics");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("\nsluice_faulty 7\n", text, StringComparison.Ordinal);
        Assert.Contains("\nsluice_sound 8\n", text, StringComparison.Ordinal);

        isFaulty = false;
        var texts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Get("/metrics")));
        Assert.All(texts, answer => Assert.Contains("\nsluice_faulty 7\n", answer.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_have_their_public_names_types_and_labels()
    {
        await _service.StartAsync(CancellationToken.None);
        var log = new AccessLog(NullLogger<AccessLog>.Instance, _metrics);
        log.Started();
        log.Started();
        log.Started();
        log.Ended(Record("git-upload-pack", RequestOutcome.Ok));
        log.Ended(Record(null, RequestOutcome.Refused));
        _metrics.ConnectionOpened();
        _metrics.ConnectionOpened();
        _metrics.ConnectionClosed();
        _metrics.Authenticated(true);
        _metrics.Authenticated(false);
        _metrics.ProxyHeader(ProxyHeaderOutcome.Proxied);
        _metrics.AddBytesIn(10);
        _metrics.AddBytesOut(3000);
        _metrics.AddBytesOut(1000);
        _metrics.ObserveMemory(() => 131072, () => 2);
        _metrics.Backends.Observe("main", () => new BackendNumbers(IsUsable: true, Ejections: 2, Busy: 1, Idle: 0, Dialing: 0, Sessions: 3, Waiting: 0));

        var (status, text) = await Get("/metrics");
        Assert.Equal(HttpStatusCode.OK, status);
        var lines = text.Split('\n');
        Assert.Superset(
            new HashSet<string>
            {
                "# TYPE sluice_requests_total counter",
                "sluice_requests_total{outcome=\"ok\",service=\"git-upload-pack\"} 1",
                "sluice_requests_total{outcome=\"refused\",service=\"none\"} 1",
                "sluice_requests_total{outcome=\"aborted\",service=\"hg\"} 0",
                "# TYPE sluice_request_duration_seconds histogram",
                "sluice_request_duration_seconds_bucket{service=\"git-upload-pack\",le=\"2.5\"} 1",
                "sluice_request_duration_seconds_bucket{service=\"git-upload-pack\",le=\"1\"} 0",
                "sluice_request_duration_seconds_sum{service=\"git-upload-pack\"} 1.5",
                "# TYPE sluice_authentications_total counter",
                "sluice_authentications_total{outcome=\"accepted\"} 1",
                "sluice_authentications_total{outcome=\"failed\"} 1",
                "sluice_proxy_headers_total{outcome=\"proxied\"} 1",
                "sluice_proxy_headers_total{outcome=\"checksumwrong\"} 0",
                "# TYPE sluice_active_connections gauge",
                "sluice_active_connections 1",
                "# TYPE sluice_active_requests gauge",
                "sluice_active_requests 1",
                "sluice_backend_healthy{backend=\"main\"} 1",
                "sluice_backend_ejections_total{backend=\"main\"} 2",
                "# TYPE sluice_relayed_bytes_total counter",
                "sluice_relayed_bytes_total{direction=\"in\"} 10",
                "sluice_relayed_bytes_total{direction=\"out\"} 4000",
                "sluice_memory_reserved_bytes 131072",
                "sluice_memory_waiting 2",
                "# TYPE sluice_buffers gauge",
                "# TYPE sluice_buffer_bytes gauge",
                "# TYPE sluice_build_info gauge",
                $"sluice_build_info{{version=\"{BuildVersion.Text}\"}} 1",
            },
            lines.ToHashSet());
    }

    [Fact]
    public async Task Health_is_one_thing_and_readiness_another()
    {
        await _service.StartAsync(CancellationToken.None);
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await Get("/healthz"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Get("/readyz")).Status);
        _readiness.IsReady = true;
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await Get("/readyz"));
        _readiness.IsReady = false;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Get("/readyz")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Get("/")).Status);
    }

    [Fact]
    public async Task Without_an_address_nothing_listens()
    {
        await using var service = Create(null);
        await service.StartAsync(CancellationToken.None);
        Assert.Null(service.Address);
        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task An_address_that_is_taken_fails_the_start()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var service = Create((IPEndPoint)taken.LocalEndpoint);
        await Assert.ThrowsAnyAsync<IOException>(() => service.StartAsync(CancellationToken.None));
    }

    private async Task<(HttpStatusCode Status, string Text)> Get(string path)
    {
        using var response = await _http.GetAsync(new Uri(_service.Address!, path));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private MetricsService Create(IPEndPoint? listen) => new(
        new SluiceModel
        {
            ListenAddresses = [],
            Server = new SshServerOptions { HostKeys = [] },
            AcceptEnv = AcceptEnv.Default,
            Keys = new("/", FrozenSet<string>.Empty),
            Backends = FrozenDictionary<string, BackendModel>.Empty,
            Routes = new RouteTable(ImmutableArray<Route>.Empty),
            MetricsListen = listen,
        },
        _metrics,
        _readiness,
        new HttpSockets(InheritedSockets.None),
        NullLoggerFactory.Instance);

    private static AccessRecord Record(string? service, RequestOutcome outcome) => new()
    {
        RequestId = "a-1",
        ConnectionId = "a",
        User = "alice",
        KeyFingerprint = "SHA256:abc",
        ClientAddress = new IPEndPoint(IPAddress.Loopback, 1),
        Service = service,
        Duration = TimeSpan.FromSeconds(1.5),
        Outcome = outcome,
        ClosedBy = Side.Client,
        Reason = EndReason.PeerClosed,
    };
}
