using Sluice.Proxy.Options;

namespace Sluice.Proxy.Identity;

/// <summary>What decides about keys until the configuration says something else.</summary>
/// <param name="Model">The configuration.</param>
/// <param name="Source">Where keys are.</param>
/// <param name="Trust">Whose certificates are believed, and what is revoked.</param>
internal sealed record KeyEra(KeysModel Model, IKeySource Source, KeyTrust Trust);
