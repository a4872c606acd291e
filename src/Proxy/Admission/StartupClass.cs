namespace Sluice.Proxy.Admission;

/// <summary>What an unauthenticated connection is counted as.</summary>
internal enum StartupClass
{
    /// <summary>Its source has not logged in lately.</summary>
    Stranger,

    /// <summary>Its source has.</summary>
    Known,

    /// <summary>Its PROXY header, which tells its source, has not come yet.</summary>
    AtGate,
}
