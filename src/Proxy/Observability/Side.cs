namespace Sluice.Proxy.Observability;

/// <summary>The three parties of a request, for blame.</summary>
internal enum Side
{
    /// <summary>The client.</summary>
    Client,

    /// <summary>The backend.</summary>
    Backend,

    /// <summary>Sluice itself.</summary>
    Proxy,
}
