using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Backends;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Relay;
using Sluice.Proxy.Sessions;
using Sluice.Transport;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// Accepts clients for as long as the host runs. Told to stop, it takes nobody new, lets running requests finish within
/// DrainTimeout, and ends at once when it is told a second time.
/// </summary>
internal sealed class ProxyService(
    SluiceModel model,
    ConfigurationSource configuration,
    KeyDirectory keys,
    AccessLog accessLog,
    SluiceMetrics metrics,
    Readiness readiness,
    ILoggerFactory loggerFactory,
    TimeProvider time) : BackgroundService
{
    private readonly ILogger _logger = loggerFactory.CreateLogger<ProxyService>();
    private readonly List<IPEndPoint> _bound = [];
    private readonly LiveSessions _live = new();
    private SshAcceptor? _acceptor;
    private BackendDirectory? _backends;
    private Reload? _reload;

    /// <summary>Where it listens, once it is ready; ports that were given as 0 are the ones that were taken.</summary>
    public IReadOnlyList<IPEndPoint> Bound => _bound;

    /// <summary>Reads the configuration again, as SIGHUP does.</summary>
    public void Reload() => _reload!.Run();

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var current = new CurrentModel(model);
        _backends = new BackendDirectory(metrics.Backends, loggerFactory, time);
        _backends.Apply(model);
        _reload = new Reload(configuration, current, _backends, _logger);
        var budget = new MemoryBudget(model.MemoryBudget, time);
        metrics.ObserveMemory(() => budget.Reserved, () => budget.Waiting);
        var services = new SessionServices(current, _backends, budget, accessLog, metrics, _live, loggerFactory.CreateLogger<ClientSession>(), time);
        _acceptor = new SshAcceptor(model.Server, keys, connection => new ClientSession(connection, services), loggerFactory);
        try
        {
            Listen(_acceptor);
        }
        catch
        {
            await _acceptor.DisposeAsync().ConfigureAwait(false);
            _backends.Dispose();
            throw;
        }
        readiness.IsReady = true;
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stoppingToken.Register(() => stopping.TrySetResult()).ConfigureAwait(false);
        using (PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangUp)) await stopping.Task.ConfigureAwait(false);
        readiness.IsReady = false;
        _acceptor!.StopListening();
        await DrainAsync().ConfigureAwait(false);
        await _acceptor.DisposeAsync().ConfigureAwait(false);
        _backends!.Dispose();
    }

    // Cancelled: the runtime would end the process, as it does without anybody who hears.
    private void OnHangUp(PosixSignalContext context)
    {
        context.Cancel = true;
        Reload();
    }

    private void Listen(SshAcceptor acceptor)
    {
        foreach (var address in model.ListenAddresses)
        {
            var bound = Listen(acceptor, address, model.ProxyProtocol.GetValueOrDefault(address) is { } options ? options with { OnHeader = metrics.ProxyHeader } : null);
            _bound.Add(bound);
            _logger.Listening(bound.Address, bound.Port);
        }
    }

    private static IPEndPoint Listen(SshAcceptor acceptor, IPEndPoint address, ProxyProtocolOptions? proxyProtocol)
    {
        try
        {
            return acceptor.Listen(address, proxyProtocol);
        }
        catch (SocketException e)
        {
            throw new SocketException((int)e.SocketErrorCode, $"{address} cannot be listened on ({e.Message}): end what holds it, or change ListenAddress.");
        }
    }

    private async Task DrainAsync()
    {
        using var now = new CancellationTokenSource();
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            now.Cancel();
        }
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _logger.Draining(_live.Requests, model.DrainTimeout);
        try
        {
            await _live.DrainAsync().WaitAsync(model.DrainTimeout, time, now.Token).ConfigureAwait(false);
        }
        catch (Exception expired) when (expired is TimeoutException or OperationCanceledException)
        {
            // What still runs is ended with the acceptor.
        }
    }
}
