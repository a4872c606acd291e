namespace Sluice.Proxy.Observability;

/// <summary>Whose limit a request meets; the names in lower case are a label's values.</summary>
internal enum QuotaKind
{
    /// <summary>MaxSessionsPerUser.</summary>
    User,

    /// <summary>MaxSessionsPerRepository.</summary>
    Repository,
}
