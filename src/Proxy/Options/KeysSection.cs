using System.Collections.Frozen;

using Sluice.Proxy.Identity;
using Sluice.Transport;

namespace Sluice.Proxy.Options;

/// <summary>Where users' keys come from, and who else says who a user is.</summary>
internal static class KeysSection
{
    public static KeysModel Build(SluiceConfig config, string folder, Faults faults)
    {
        var below = faults.Below(nameof(config.Keys));
        var directory = Path.GetFullPath(config.Keys?.Directory ?? "keys", folder);
        if (!Directory.Exists(directory))
            below.Add(nameof(KeysConfig.Directory), $"There is no folder {directory}: make it and put one file per user in it, such as alice.pub.");
        var model = new KeysModel(
            directory,
            (config.Keys?.LoginUsers ?? ["git", "hg"]).ToFrozenSet(StringComparer.Ordinal),
            config.TrustedUserCAKeys is { } authorities ? Path.GetFullPath(authorities, folder) : null,
            config.RevokedKeys is { } revoked ? Path.GetFullPath(revoked, folder) : null);
        // Read here only to say at once what is wrong: the directory of keys reads both again and follows their changes.
        if (model.TrustedUserCAKeys is { } path && !new TrustFile<FrozenSet<SshPublicKey>>(path, AuthorityFile.TryParse).TryRefresh(out _, out var fault))
            faults.Add(nameof(config.TrustedUserCAKeys), fault);
        if (model.RevokedKeys is { } list && !new TrustFile<RevokedKeys>(list, RevokedKeysFile.TryParse).TryRefresh(out _, out fault))
            faults.Add(nameof(config.RevokedKeys), fault);
        return model;
    }
}
