namespace Sluice.Proxy.Authorization;

/// <summary>What came of a question; the names in lower case are a label's values.</summary>
internal enum AuthorizationResult
{
    /// <summary>The endpoint said yes.</summary>
    Allowed,

    /// <summary>The endpoint said no.</summary>
    Denied,

    /// <summary>It could not be asked, and the yes or no that it said before stood in.</summary>
    Stale,

    /// <summary>It could not be asked, and so nothing is allowed.</summary>
    Error,
}
