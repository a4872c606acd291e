namespace Sluice.Proxy.Observability;

/// <summary>The parties of a request, for blame and for what is waited for.</summary>
internal enum Side
{
    /// <summary>The client.</summary>
    Client,

    /// <summary>The backend.</summary>
    Backend,

    /// <summary>Sluice itself.</summary>
    Proxy,

    /// <summary>The way to one of the others: bytes that its kernel has not acknowledged.</summary>
    Network,
}
