using System.Diagnostics;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.GameDays;

/// <summary>
/// Plays one fault at a time, so that what is seen has one cause. Each ends by itself when its time is up, whoever ordered
/// it may be gone by then, and at the latest with the process.
/// </summary>
internal sealed class GameDay : IHostedService, IDisposable
{
    private const string ForExpected = "a time such as 30s or 2m";

    private static readonly TimeSpan _usual = TimeSpan.FromSeconds(30);

    private readonly CurrentModel _current;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    // Of the system, and no clock that a fault may have set.
    private readonly Timer _timer;
    private RunningFault? _running;
    private EndedFault? _last;

    /// <summary>Nothing is wrong yet.</summary>
    public GameDay(IEnumerable<IGameDayFault> faults, CurrentModel current, ILogger<GameDay> logger)
    {
        Faults = [.. faults.OrderBy(fault => fault.Name, StringComparer.Ordinal)];
        _current = current;
        _logger = logger;
        _timer = new Timer(_ => Stop("its time is up", expired: true));
    }

    /// <summary>All faults by name.</summary>
    public IReadOnlyList<IGameDayFault> Faults { get; }

    /// <summary>The name of the fault that is on; null if none is.</summary>
    public string? Running
    {
        get
        {
            lock (_gate) return _running?.Fault.Name;
        }
    }

    /// <summary>What is on and what can be.</summary>
    public GameDayView View()
    {
        lock (_gate) return new GameDayView(_running?.View(), _last?.View(), [.. Faults.Select(View)]);
    }

    /// <summary>Begins a fault; null, or a sentence that says why not.</summary>
    /// <param name="fault">Which.</param>
    /// <param name="request">The order as it was written.</param>
    /// <param name="who">Who ordered it, for the log.</param>
    public string? Begin(IGameDayFault fault, GameDayRequest request, string who)
    {
        if (fault.Missing is { } missing) return missing;
        if (Read(fault, request, out var order) is { } refusal) return refusal;
        lock (_gate)
        {
            if (_running is { } other) return $"{other.Fault.Name} is being played: wait for its end, or say sluice gameday stop.";
            // Before it begins: what comes may well be the end of all logging.
            _logger.GameDayBegan(fault.Name, order.Backend?.Name, LogText.Duration(order.For), who, fault.Does);
            try
            {
                _running = new RunningFault(fault, order, who, Stopwatch.GetTimestamp(), fault.Begin(order));
            }
            catch (IOException e)
            {
                return $"{fault.Name} could not be begun: {e.Message}";
            }
            _timer.Change(order.For, Timeout.InfiniteTimeSpan);
        }
        return null;
    }

    /// <summary>Ends the fault that is on; false if none is.</summary>
    /// <param name="why">The end of a sentence, for the log.</param>
    public bool Stop(string why) => Stop(why, expired: false);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _logger.GameDaysEnabled();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stop("sluice is stopping");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop("sluice is stopping");
        _timer.Dispose();
    }

    private bool Stop(string why, bool expired)
    {
        RunningFault ended;
        lock (_gate)
        {
            if (_running is not { } running) return false;
            // A timer of the fault before, that fired while that one was being stopped.
            if (expired && running.Left > TimeSpan.FromSeconds(1)) return false;
            ended = running;
            _running = null;
            try
            {
                running.End();
            }
#pragma warning disable CA1031 // It comes from a timer: what escapes here ends the process.
            catch (Exception mistake)
#pragma warning restore CA1031
            {
                _logger.GameDayMistake(mistake, running.Fault.Name);
            }
            _last = new EndedFault(running, why, Stopwatch.GetTimestamp());
        }
        _logger.GameDayEnded(ended.Fault.Name, ended.Order.Backend?.Name, ended.Lasted.TotalSeconds, why);
        return true;
    }

    private string? Read(IGameDayFault fault, GameDayRequest request, out GameDayOrder order)
    {
        order = new GameDayOrder(fault.Longest < _usual ? fault.Longest : _usual, null, fault.By ?? TimeSpan.Zero);
        if (request.For is { } written)
        {
            if (!Duration.TryParse(written, out var duration) || duration <= TimeSpan.Zero) return $"'{written}' is not {ForExpected}.";
            if (duration > fault.Longest) return $"{fault.Name} may last {fault.Longest.TotalSeconds:0} s at most, and not {written}.";
            order = order with { For = duration };
        }
        if (request.By is { } by)
        {
            if (fault.By is null) return $"{fault.Name} knows no --by.";
            if (!Duration.TryParse(by, out var distance) || distance <= TimeSpan.Zero) return $"'{by}' is not {Duration.Expected}.";
            order = order with { By = distance };
        }
        if (!fault.NeedsBackend) return request.Backend is null ? null : $"{fault.Name} befalls no backend: leave --backend out.";
        var backends = _current.Value.Backends;
        if (request.Backend is { } name && backends.TryGetValue(name, out var backend)) order = order with { Backend = backend };
        else return $"{fault.Name} needs a --backend, one of {string.Join(", ", backends.Keys.Order(StringComparer.Ordinal))}.";
        return null;
    }

    private static ScenarioView View(IGameDayFault fault) =>
        new(fault.Name, fault.Does, fault.Expects, fault.NeedsBackend, fault.By?.TotalSeconds, fault.Longest.TotalSeconds, fault.Missing);
}
