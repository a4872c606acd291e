using System.Collections.Immutable;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Endpoints;
using Sluice.Proxy.Identity.Http;
using Sluice.Proxy.Identity.Postgres;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Identity;

/// <summary>Makes the source of keys that the configuration names.</summary>
internal static class KeySources
{
    /// <summary>One that works already; nobody waits for a database or an endpoint that is not there yet.</summary>
    /// <param name="model">Where keys are.</param>
    /// <param name="metrics">Told of look-ups.</param>
    /// <param name="logger">Told of faults.</param>
    /// <param name="time">The clock.</param>
    /// <param name="before">Puts something before a directory that is asked; null puts nothing there.</param>
    public static IKeySource Create(KeysModel model, KeyMetrics metrics, ILogger logger, TimeProvider time, Func<IKeyStore, IKeyStore>? before = null)
    {
        if (model.Postgres is { } postgres)
        {
            var connections = PostgresConnections.Open(postgres, model.Cache.AskTimeout);
            var cache = new AnswerCache<KeyFingerprint, ImmutableArray<KnownKey>>(model.Cache, time);
            var notifications = new KeyNotifications(connections, cache, logger, time);
            return new CachedKeys(Before(new PostgresKeys(connections, time.LocalTimeZone, logger)), cache, metrics, logger, time, notifications);
        }
        if (model.Http is { } http)
        {
            var cache = new AnswerCache<KeyFingerprint, ImmutableArray<KnownKey>>(model.Cache, time);
            IKeyFormat format = http.Format == HttpKeysFormat.GitLab ? new GitLabFormat() : new JsonFormat();
            return new CachedKeys(Before(new HttpKeys(http, format, EndpointClient.Create(http, model.Cache.AskTimeout), logger, time)), cache, metrics, logger, time);
        }
        return new FolderKeys(model.Directory, metrics, logger, time);

        IKeyStore Before(IKeyStore store) => before is null ? store : before(store);
    }
}
