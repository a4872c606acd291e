using System.Net;
using System.Runtime.InteropServices;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Admission;
using Sluice.Proxy.Backends;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// Accepts clients for as long as the host runs. Told to stop, it drains, and ends at once when it is told a second time.
/// </summary>
internal sealed class ProxyService(
    SluiceModel model,
    SessionServices services,
    BackendDirectory backends,
    FrontDoor door,
    Drain drain,
    Reload reload,
    ConfigurationWatch watch,
    Upgrade upgrade,
    Readiness readiness,
    ILogger<ProxyService> logger) : BackgroundService
{
    // Not among those that .NET has names for; its number is Linux'.
    private const PosixSignal User2 = (PosixSignal)12;

    private readonly List<PosixSignalRegistration> _signals = [];

    /// <summary>Where it listens, once it is ready; ports that were given as 0 are the ones that were taken.</summary>
    public IReadOnlyList<IPEndPoint> Bound => door.Bound;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        services.Authorization.Apply(model.Authorization);
        backends.Apply(model);
        DescriptorBudget.Read(model)?.Report(logger, model.Admission.MaxStartups);
        // Held to the very end: a signal that nobody hears ends the process, and the requests that still run with it.
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Hear(context, HangUp)));
        if (OperatingSystem.IsLinux()) _signals.Add(PosixSignalRegistration.Create(User2, context => Hear(context, () => _ = upgrade.RunAsync())));
        upgrade.MissedHangUp = HangUp;
        try
        {
            door.Open();
        }
        catch
        {
            await door.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        watch.Begin(HangUp);
        readiness.IsReady = true;
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stoppingToken.Register(() => stopping.TrySetResult()).ConfigureAwait(false);
        await stopping.Task.ConfigureAwait(false);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Hear(context, drain.EndNow));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Hear(context, drain.EndNow));
        await drain.BeginAsync(DrainCause.Stop).ConfigureAwait(false);
        await door.DisposeAsync().ConfigureAwait(false);
        backends.Dispose();
        services.Authorization.Dispose();
    }

    // Cancelled: the runtime would end the process, as it does without anybody who hears.
    private static void Hear(PosixSignalContext context, Action act)
    {
        context.Cancel = true;
        act();
    }

    private void HangUp()
    {
        if (drain.IsDraining) logger.ReloadIgnored();
        else if (!upgrade.TryPassHangUp()) _ = reload.RunAsync();
    }
}
