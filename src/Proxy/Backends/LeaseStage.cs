namespace Sluice.Proxy.Backends;

/// <summary>How far a lease has come.</summary>
internal enum LeaseStage
{
    /// <summary>No channel of it is open, or about to be.</summary>
    Unused,

    /// <summary>Its channel's opening is unanswered.</summary>
    Opening,

    /// <summary>The backend has confirmed its channel.</summary>
    Open,

    /// <summary>It is over.</summary>
    Released,
}
