using Sluice.Proxy.GameDays.Faults;
using Sluice.Proxy.Identity;
using Sluice.Transport;

namespace Sluice.Proxy.GameDays;

/// <summary>Where faults are let in. Without game days there is none of this in a process, and what it would stand between is joined as ever.</summary>
/// <param name="log">What stands before the log; null if that is somebody else's.</param>
internal sealed class GameDaySeams(BreakableStream? log)
{
    /// <summary>The way to backends.</summary>
    public NetworkFaults Network { get; } = new();

    /// <summary>The clock.</summary>
    public ShiftedTime Time { get; } = new();

    /// <summary>The directory of keys.</summary>
    public Outage Keys { get; } = new();

    /// <summary>The authorization endpoint.</summary>
    public Outage Authorization { get; } = new();

    /// <summary>What stands before the log.</summary>
    public BreakableStream? Log { get; } = log;

    /// <summary>Stands before a directory of keys.</summary>
    public IKeyStore Before(IKeyStore store) => new FaultyKeyStore(store, Keys);

    /// <summary>Stands before the authorization endpoint.</summary>
    public DelegatingHandler BeforeAuthorization() => new FaultyEndpoint(Authorization);
}
