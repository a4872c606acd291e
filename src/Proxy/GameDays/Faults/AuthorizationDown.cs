using Sluice.Proxy.Options;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>The authorization endpoint cannot be reached.</summary>
internal sealed class AuthorizationDown(GameDaySeams seams, CurrentModel current) : IGameDayFault
{
    /// <inheritdoc/>
    public string Name => "authorization-down";

    /// <inheritdoc/>
    public string Does => "The authorization endpoint cannot be connected to.";

    /// <inheritdoc/>
    public string Expects => "What it decided lately stands in; all else is refused with one sentence, and nothing is allowed that it has not allowed.";

    /// <inheritdoc/>
    public string? Missing => current.Value.Authorization is null ? AuthorizationSlow.NoEndpoint : null;

    /// <inheritdoc/>
    public Action Begin(GameDayOrder order)
    {
        seams.Authorization.Begin();
        return seams.Authorization.End;
    }
}
