namespace Sluice.Proxy.Relay;

/// <summary>What a relay needs to know beside its channels.</summary>
/// <param name="RequestId">Shown to the user when something fails.</param>
/// <param name="Window">The most bytes that may be on their way in each direction.</param>
/// <param name="Budget">Where they come from.</param>
/// <param name="Time">The clock.</param>
/// <param name="CountIn">Hears of bytes from client to backend; must not block or allocate.</param>
/// <param name="CountOut">Hears of bytes from backend to client.</param>
internal sealed record RelayOptions(string RequestId, long Window, MemoryBudget Budget, TimeProvider Time, Action<long> CountIn, Action<long> CountOut)
{
    /// <summary>What the user's requests share; null without a limit.</summary>
    public Bandwidth? Bandwidth { get; init; }

    /// <summary>Ends the request for a mistake of our own.</summary>
    public required Action<Exception> OnMistake { get; init; }

    /// <summary>The most bytes that may be on their way in a direction.</summary>
    public long WindowOf(Throttle? throttle) => throttle is null ? Window : Math.Min(Window, throttle.Window);
}
