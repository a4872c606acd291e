using Sluice.Proxy.Options;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>The authorization endpoint takes its time.</summary>
internal sealed class AuthorizationSlow(GameDaySeams seams, CurrentModel current) : IGameDayFault
{
    /// <summary>Why neither of the two can be played.</summary>
    public const string NoEndpoint = "There is no Authorization in the configuration: nobody is asked.";

    /// <inheritdoc/>
    public string Name => "authorization-slow";

    /// <inheritdoc/>
    public string Does => "The authorization endpoint answers late by --by.";

    /// <inheritdoc/>
    public string Expects => "Requests wait for it, each once, up to its Timeout; then they are as if it were down. Sessions that run notice nothing.";

    /// <inheritdoc/>
    public TimeSpan? By => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string? Missing => current.Value.Authorization is null ? NoEndpoint : null;

    /// <inheritdoc/>
    public Action Begin(GameDayOrder order)
    {
        seams.Authorization.Slow(order.By);
        return seams.Authorization.End;
    }
}
