namespace Sluice.Proxy.Relay;

/// <summary>Whether a command that did not run may be taken to another connection. Not a byte has been delivered either way then.</summary>
internal enum Retry
{
    /// <summary>No: the backend has decided, or had its time.</summary>
    No,

    /// <summary>Once: the connection failed, and another may not.</summary>
    Once,

    /// <summary>As often as it takes to find one with room: this one had none.</summary>
    Elsewhere,
}
