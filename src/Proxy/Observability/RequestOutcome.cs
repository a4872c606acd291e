namespace Sluice.Proxy.Observability;

/// <summary>How a request came out; the values of the metric label <c>outcome</c>.</summary>
internal enum RequestOutcome
{
    /// <summary>The backend's command ended with status 0.</summary>
    Ok,

    /// <summary>The backend's command ended with another status or a signal.</summary>
    Failed,

    /// <summary>The line or the route was refused; no backend heard of it.</summary>
    Refused,

    /// <summary>The client left before the end.</summary>
    Aborted,

    /// <summary>The backend or the proxy failed.</summary>
    Error,
}
