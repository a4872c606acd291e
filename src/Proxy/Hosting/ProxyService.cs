using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Admission;
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
    SessionServices services,
    BackendDirectory backends,
    Reload reload,
    KeyDirectory keys,
    AdmissionGate admission,
    Readiness readiness,
    ILoggerFactory loggerFactory,
    TimeProvider time) : BackgroundService
{
    private readonly ILogger _logger = loggerFactory.CreateLogger<ProxyService>();
    private readonly List<IPEndPoint> _bound = [];
    private SshAcceptor? _acceptor;
    private PosixSignalRegistration? _hangUp;
    private volatile bool _isStopping;

    /// <summary>Where it listens, once it is ready; ports that were given as 0 are the ones that were taken.</summary>
    public IReadOnlyList<IPEndPoint> Bound => _bound;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        backends.Apply(model);
        DescriptorBudget.Read(model)?.Report(_logger, model.Admission.MaxStartups);
        // Held to the very end: a hang-up that nobody hears ends the process, and the requests that still run with it.
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangUp);
        _acceptor = new SshAcceptor(model.Server, keys, connection => new ClientSession(connection, services), loggerFactory, admission);
        try
        {
            Listen(_acceptor);
        }
        catch
        {
            await _acceptor.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        readiness.IsReady = true;
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _hangUp?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stoppingToken.Register(() => stopping.TrySetResult()).ConfigureAwait(false);
        await stopping.Task.ConfigureAwait(false);
        _isStopping = true;
        readiness.IsReady = false;
        _acceptor!.StopListening();
        await DrainAsync().ConfigureAwait(false);
        await _acceptor.DisposeAsync().ConfigureAwait(false);
        backends.Dispose();
        services.Authorization?.Dispose();
    }

    // Cancelled: the runtime would end the process, as it does without anybody who hears.
    private void OnHangUp(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_isStopping) _logger.ReloadIgnored();
        else reload.Run();
    }

    private void Listen(SshAcceptor acceptor)
    {
        foreach (var address in model.ListenAddresses)
        {
            var bound = Listen(acceptor, address, model.ProxyProtocol.GetValueOrDefault(address) is { } options ? options with { OnHeader = services.Metrics.ProxyHeader } : null);
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
        _logger.Draining(services.Live.Requests, model.DrainTimeout);
        try
        {
            await services.Live.DrainAsync().WaitAsync(model.DrainTimeout, time, now.Token).ConfigureAwait(false);
        }
        catch (Exception expired) when (expired is TimeoutException or OperationCanceledException)
        {
            // What still runs is ended with the acceptor.
        }
    }
}
