using Microsoft.Extensions.Logging;

using Sluice.Proxy.Backends.Health;
using Sluice.Proxy.Backends.Pooling;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>One backend: its settings, its places and its health.</summary>
internal sealed class Backend : IBackendWatch
{
    private readonly TimeProvider _time;

    private readonly ILogger _logger;

    public Backend(BackendModel model, HealthModel health, SshConnector connector, ILogger logger, TimeProvider time)
    {
        _time = time;
        _logger = logger;
        Model = model;
        Health = new BackendHealth(model.Name, health, logger, time.Milliseconds());
        var dialer = new BackendDialer(model, connector, logger, time);
        Places = model.Pool.Sharing
            ? new ConnectionPool(model, dialer, this, logger, time)
            : new DedicatedPlaces(model, dialer, this, logger, time);
    }

    /// <summary>Its settings.</summary>
    public BackendModel Model { get; }

    /// <summary>Where leases come from.</summary>
    public IPlaces Places { get; }

    /// <summary>Whether it is used.</summary>
    public BackendHealth Health { get; private set; }

    /// <summary>What metrics show of it.</summary>
    public BackendNumbers Numbers
    {
        get
        {
            var state = Places.State;
            return new BackendNumbers(
                Health.IsUsable, Health.Ejections, state.Connections - state.Idle, state.Idle, state.Dialing, state.Sessions, state.Waiting);
        }
    }

    /// <summary>Judges it by other rules from now on, and by nothing that was before.</summary>
    public void Judge(HealthModel health) => Health = new BackendHealth(Model.Name, health, _logger, _time.Milliseconds());

    /// <summary>Looks at waits, idle connections and health; called a few times a second.</summary>
    public void OnTick(bool mayProbe)
    {
        try
        {
            Places.OnTick();
            if (mayProbe && Health.TryBeginProbe(_time.Milliseconds())) _ = ProbeAsync();
        }
#pragma warning disable CA1031 // It comes from a timer: what escapes here ends the process.
        catch (Exception mistake)
#pragma warning restore CA1031
        {
            _logger.BackendMistake(mistake, Model.Name);
        }
    }

    /// <inheritdoc/>
    public void OnOpened(TimeSpan took) => Health.Succeeded(took, _time.Milliseconds());

    /// <inheritdoc/>
    public void OnFailed(string reason) => Health.Failed(reason, _time.Milliseconds());

    private async Task ProbeAsync()
    {
        ProbeResult result;
        try
        {
            result = await HealthProbe.RunAsync(Places, Model.Name, Model.Pool.StallTimeout, _time).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody waits for a probe; its result must be told.
        catch (Exception mistake)
#pragma warning restore CA1031
        {
            _logger.BackendMistake(mistake, Model.Name);
            result = new ProbeResult(ProbeVerdict.Busy, "internal error", default);
        }
        var now = _time.Milliseconds();
        switch (result.Verdict)
        {
            case ProbeVerdict.Good:
                Health.ProbeSucceeded(result.Took, now);
                break;
            // What a backend in use could not be reached for was counted when it was dialed.
            case ProbeVerdict.Busy:
            case ProbeVerdict.Unreachable when Health.IsUsable:
                Health.ProbeLearnedNothing(now);
                break;
            default:
                Health.ProbeFailed(result.Fault, now);
                break;
        }
    }
}
