namespace Sluice.Proxy.GameDays.Faults;

/// <summary>The log cannot be written.</summary>
internal sealed class LogDiskFull(GameDaySeams seams) : IGameDayFault
{
    /// <inheritdoc/>
    public string Name => "log-disk-full";

    /// <inheritdoc/>
    public string Does => "Nothing can be written to the log.";

    /// <inheritdoc/>
    public string Expects => "Clients notice nothing; when it works again, the log says how many lines it lacks.";

    /// <inheritdoc/>
    public TimeSpan Longest => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string? Missing => seams.Log is null ? "The log of this process is somebody else's." : null;

    /// <inheritdoc/>
    public Action Begin(GameDayOrder order)
    {
        seams.Log!.IsFull = true;
        return () => seams.Log.IsFull = false;
    }
}
