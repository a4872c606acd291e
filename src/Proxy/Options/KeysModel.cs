using System.Collections.Frozen;

namespace Sluice.Proxy.Options;

/// <summary>Where users' keys are and under which names they may log in.</summary>
/// <param name="Directory">The folder with one file per user, as a full path.</param>
/// <param name="LoginUsers">SSH user names that stand for whoever holds the key; a user's own name is always good. Empty accepts any name.</param>
/// <param name="TrustedUserCAKeys">The file of authorities whose certificates name users, as a full path; null trusts none.</param>
/// <param name="RevokedKeys">The file of keys and certificates that are good for nothing, as a full path; null revokes none.</param>
internal sealed record KeysModel(
    string Directory, FrozenSet<string> LoginUsers, string? TrustedUserCAKeys = null, string? RevokedKeys = null);
