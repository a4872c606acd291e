namespace Sluice.Proxy.Options;

/// <summary>Where the proxy is to be found that runs with a configuration file.</summary>
/// <param name="Admin">Its admin endpoint; no addresses if the file says that there is none.</param>
/// <param name="Warning">What was wrong on the way; null if nothing was.</param>
internal sealed record AdminLookup(AdminModel Admin, Fault? Warning);
