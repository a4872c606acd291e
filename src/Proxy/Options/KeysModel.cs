using System.Collections.Frozen;

using Sluice.Proxy.Caching;

namespace Sluice.Proxy.Options;

/// <summary>Where users' keys are and under which names they may log in.</summary>
/// <param name="Directory">The folder with one file per user, as a full path; empty if keys are elsewhere.</param>
/// <param name="LoginUsers">SSH user names that stand for whoever holds the key; a user's own name is always good. Empty accepts any name.</param>
/// <param name="TrustedUserCAKeys">The file of authorities whose certificates name users, as a full path; null trusts none.</param>
/// <param name="RevokedKeys">The file of keys and certificates that are good for nothing, as a full path; null revokes none.</param>
internal sealed record KeysModel(
    string Directory, FrozenSet<string> LoginUsers, string? TrustedUserCAKeys = null, string? RevokedKeys = null)
{
    /// <summary>The database that keys are in; null if they are not in one.</summary>
    public PostgresKeysModel? Postgres { get; init; }

    /// <summary>The endpoint that keys are behind; null if they are not behind one.</summary>
    public HttpKeysModel? Http { get; init; }

    /// <summary>How long a look-up may take, and how long what a database or an endpoint said is kept.</summary>
    public AnswerCacheOptions Cache { get; init; } = new();

    /// <summary>True if the same source serves both.</summary>
    public bool HasSameSource(KeysModel other) =>
        Directory == other.Directory && Postgres == other.Postgres && Cache == other.Cache
        && (Http is null ? other.Http is null : other.Http is not null && Http.IsSame(other.Http));

    /// <summary>True if the same authorities and revocations serve both.</summary>
    public bool HasSameTrust(KeysModel other) => (TrustedUserCAKeys, RevokedKeys) == (other.TrustedUserCAKeys, other.RevokedKeys);
}
