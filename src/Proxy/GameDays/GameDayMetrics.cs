using System.Diagnostics.Metrics;

namespace Sluice.Proxy.GameDays;

/// <summary>The meter <c>Sluice.Gameday</c>: alerts can tell a drill from a failure.</summary>
internal sealed class GameDayMetrics : IDisposable
{
    private readonly Meter _meter = new("Sluice.Gameday");

    /// <summary>Makes the meter.</summary>
    public GameDayMetrics(GameDay gameDay)
    {
        _meter.CreateObservableGauge("running", () =>
        {
            var running = gameDay.Running;
            return gameDay.Faults.Select(fault => new Measurement<int>(fault.Name == running ? 1 : 0, new KeyValuePair<string, object?>("scenario", fault.Name)));
        }, description: "1 for the fault that is being played.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
