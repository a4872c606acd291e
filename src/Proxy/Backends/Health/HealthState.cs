namespace Sluice.Proxy.Backends.Health;

/// <summary>Whether a backend is used.</summary>
internal enum HealthState
{
    /// <summary>It is.</summary>
    Healthy,

    /// <summary>It is not, and is left alone for a time.</summary>
    Ejected,

    /// <summary>It is not, and the next good probe brings it back.</summary>
    Probing,
}
