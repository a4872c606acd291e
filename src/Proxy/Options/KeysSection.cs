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
        var keys = config.Keys ?? new KeysConfig();
        var isElsewhere = keys.Postgres is not null || keys.Http is not null;
        if (new object?[] { keys.Directory, keys.Postgres, keys.Http }.Count(source => source is not null) > 1)
            below.Add("Keys come from one place: keep one of Directory, Postgres and Http.");
        var files = new KeyFiles(folder);
        var model = new KeysModel(
            isElsewhere ? "" : Directory(keys, folder, below),
            (keys.LoginUsers ?? ["git", "hg"]).ToFrozenSet(StringComparer.Ordinal),
            config.TrustedUserCAKeys is { } authorities ? Path.GetFullPath(authorities, folder) : null,
            config.RevokedKeys is { } revoked ? Path.GetFullPath(revoked, folder) : null)
        {
            Postgres = keys.Postgres is { } postgres ? PostgresKeysSection.Build(postgres, files, below.Below(nameof(keys.Postgres))) : null,
            Http = keys.Http is { } http ? HttpKeysSection.Build(http, files, below.Below(nameof(keys.Http))) : null,
            Cache = KeyCacheSection.Build(keys, below),
        };
        // Read here only to say at once what is wrong: the directory of keys reads both again and follows their changes.
        if (model.TrustedUserCAKeys is { } path && !new TrustFile<FrozenSet<SshPublicKey>>(path, AuthorityFile.TryParse).TryRefresh(out _, out var fault))
            faults.Add(nameof(config.TrustedUserCAKeys), fault);
        if (model.RevokedKeys is { } list && !new TrustFile<RevokedKeys>(list, RevokedKeysFile.TryParse).TryRefresh(out _, out fault))
            faults.Add(nameof(config.RevokedKeys), fault);
        return model;
    }

    private static string Directory(KeysConfig keys, string folder, Faults faults)
    {
        var directory = Path.GetFullPath(keys.Directory ?? "keys", folder);
        if (!System.IO.Directory.Exists(directory))
            faults.Add(nameof(keys.Directory), $"There is no folder {directory}: make it and put one file per user in it, such as alice.pub.");
        return directory;
    }
}
