using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Hosting;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Admin;

/// <summary>Serves <c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c> on MetricsListen, outside the path of the data.</summary>
internal sealed class MetricsService(SluiceModel model, SluiceMetrics metrics, Readiness readiness, HttpSockets sockets, ILoggerFactory loggerFactory)
    : IHostedService, IAsyncDisposable
{
    private PrometheusExport? _export;
    private WebApplication? _application;

    /// <summary>The URL that it listens on, or null if none was asked for.</summary>
    public Uri? Address { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="IOException">The address is taken or not ours.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (model.MetricsListen is not { } endPoint) return;
        _export = new PrometheusExport(metrics, loggerFactory.CreateLogger<PrometheusExport>());
        // Empty: neither environment nor command line may add other addresses.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(endPoint);
        }).UseSockets(transport => transport.CreateBoundListenSocket = address => sockets.Open(SocketRole.Metrics, address));
        // Whoever keeps a connection open does not keep the process.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddSingleton(loggerFactory);
        _application = builder.Build();
        _application.Run(AnswerAsync);
        await _application.StartAsync(cancellationToken);
        var addresses = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        Address = new Uri(addresses!.Addresses.First());
        loggerFactory.CreateLogger<MetricsService>().MetricsListening(Address.Authority);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _application?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_application is not null) await _application.DisposeAsync();
        _export?.Dispose();
    }

    private Task AnswerAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", "/metrics") => ExportAsync(context),
        ("GET", "/healthz") => AnswerAsync(context, StatusCodes.Status200OK, "ok"),
        ("GET", "/readyz") when readiness.IsReady => AnswerAsync(context, StatusCodes.Status200OK, "ready"),
        ("GET", "/readyz") => AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "not ready"),
        _ => AnswerAsync(context, StatusCodes.Status404NotFound, "See /metrics, /healthz and /readyz."),
    };

    private async Task ExportAsync(HttpContext context)
    {
        context.Response.ContentType = PrometheusExport.ContentType;
        await _export!.WriteAsync(context.Response.Body, context.RequestAborted);
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
