using Sluice.Proxy.Options;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>The directory of keys cannot be asked.</summary>
internal sealed class KeyDirectoryDown(GameDaySeams seams, CurrentModel current) : IGameDayFault
{
    /// <inheritdoc/>
    public string Name => "key-directory-down";

    /// <inheritdoc/>
    public string Does => "The database or endpoint of keys gives no answer.";

    /// <inheritdoc/>
    public string Expects => "Who logged in lately gets in as ever, by what is kept; others are refused, and the log says once that the directory is down and once that it is back.";

    /// <inheritdoc/>
    public string? Missing => current.Value.Keys is { Postgres: null, Http: null } ? "Keys are in a folder here, which is read when it changes: there is no directory that could be down." : null;

    /// <inheritdoc/>
    public Action Begin(GameDayOrder order)
    {
        seams.Keys.Begin();
        return seams.Keys.End;
    }
}
