using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Sessions;
using Sluice.Transport;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// Says to the service manager that we live, as long as that is so: the deadlines of connections are looked at, and clients
/// who come are taken. A process that merely exists is restarted.
/// </summary>
internal sealed class Liveness(FrontDoor door, Drain drain, LiveSessions live, ServiceManager manager, ILogger<Liveness> logger, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan _sweepPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _acceptPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _longestBeat = TimeSpan.FromSeconds(10);

    private ITimer? _timer;
    private string _status = "";
    private bool _isWell = true;

    /// <summary>From now on.</summary>
    public void Begin()
    {
        // Twice within the time, as sd_watchdog_enabled(3) recommends.
        var beat = manager.Watchdog / 2 is { } half && half < _longestBeat ? half : _longestBeat;
        _timer = time.CreateTimer(_ => Beat(), null, TimeSpan.Zero, beat);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <summary>What is wrong with us; null if nothing is.</summary>
    public string? Complaint() =>
        !SshAcceptor.HasSwept(_sweepPatience) ? $"the deadlines of connections were not looked at for {_sweepPatience.TotalSeconds:0} seconds."
        : !door.IsWell(_acceptPatience) ? "clients who come are not taken."
        : null;

    private void Beat()
    {
        var complaint = Complaint();
        if (complaint is null) manager.Alive();
        else if (_isWell) logger.WatchdogWithheld(complaint);
        _isWell = complaint is null;
        var status = $"{(drain.IsDraining ? "Draining" : "Serving")}: {Plural.Of(live.Sessions.Count(), "client")}, {Plural.Of(live.Requests, "request")}.";
        if (status != _status) manager.Status(status);
        _status = status;
    }
}
