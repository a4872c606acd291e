using System.Text.Json.Serialization;

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

/// <summary>
/// Serves operators on AdminListen, outside the path of the data: what the routes add. It is there before clients are
/// accepted and until the last request is over.
/// </summary>
internal sealed class AdminService(SluiceModel model, IEnumerable<IAdminRoutes> nouns, HttpSockets sockets, ILoggerFactory loggerFactory) : IHostedLifecycleService, IAsyncDisposable
{
    private const int MaxConnections = 100;
    private const int MaxRequestBytes = 64 * 1024;

    private readonly ILogger _logger = loggerFactory.CreateLogger<AdminService>();
    private readonly List<AdminSocketFile> _files = [];
    private WebApplication? _application;

    /// <summary>The URLs that it listens on by TCP.</summary>
    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    /// <inheritdoc/>
    /// <exception cref="IOException">An address that was asked for is taken or not ours.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (model.Admin.Addresses.Count == 0) return;
        try
        {
            await ListenAsync(cancellationToken);
        }
        catch (IOException e) when (model.Admin.IsByDefault)
        {
            await DisposeAsync();
            _application = null;
            _logger.AdminMissing(e.Message);
        }
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var file in _files) file.Publish();
        if (_application is not null && _logger.IsEnabled(LogLevel.Information)) _logger.AdminListening(string.Join(", ", model.Admin.Addresses));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_application is not null) await _application.StopAsync(cancellationToken);
        foreach (var file in _files) file.Remove();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_application is not null) await _application.DisposeAsync();
        foreach (var file in _files) file.Remove();
        _files.Clear();
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        // Empty: neither environment nor command line may add other addresses.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        foreach (var address in model.Admin.Addresses.OfType<AdminAddress.Unix>()) _files.Add(new AdminSocketFile(address));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            foreach (var file in _files) kestrel.ListenUnixSocket(file.Draft);
            foreach (var address in model.Admin.Addresses.OfType<AdminAddress.Tcp>()) kestrel.Listen(address.EndPoint);
        }).UseSockets(transport => transport.CreateBoundListenSocket = address => sockets.Open(SocketRole.Admin, address));
        // Whoever keeps a connection open does not keep the process.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddSingleton(loggerFactory).AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        _application = builder.Build();
        _application.Use(next => new AdminGuard(model.Admin, _logger, next).InvokeAsync);
        _application.UseRouting();
        foreach (var noun in nouns) noun.Map(_application);
        _application.MapFallback("/api/{**path}", (HttpRequest request) => AdminAnswer.Missing($"There is no {LogText.Brief(request.Path.ToString())} in this version of sluice: docs/admin.md says what may be asked."));
        await _application.StartAsync(cancellationToken);
        var addresses = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Addresses = [.. addresses.Where(address => !address.StartsWith("http://unix:", StringComparison.Ordinal)).Select(address => new Uri(address))];
    }
}
