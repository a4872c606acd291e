namespace Sluice.Proxy.Observability;

/// <summary>Why a connection was sent away before a user was known; the names in lower case are a label's values.</summary>
internal enum DropReason
{
    /// <summary>Too many are unauthenticated.</summary>
    MaxStartups,

    /// <summary>Too many of its source are.</summary>
    PerSourceMaxStartups,

    /// <summary>Its source is kept out for what it did.</summary>
    Penalty,

    /// <summary>Nothing can be remembered of one more source, and such are kept out.</summary>
    Overflow,

    /// <summary>Its key exchange waited too long for its turn.</summary>
    KeyExchangeTimeout,

    /// <summary>No descriptor was left.</summary>
    Descriptors,
}
