using System.Collections.Immutable;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>A directory elsewhere with what it said kept for a while.</summary>
/// <param name="store">The directory.</param>
/// <param name="cache">What it said.</param>
/// <param name="metrics">Told of each look-up.</param>
/// <param name="logger">Told when the directory cannot be asked, and when it can again.</param>
/// <param name="time">The clock.</param>
/// <param name="companion">Ended before the directory is, such as who listens to its changes.</param>
internal sealed class CachedKeys(
    IKeyStore store,
    AnswerCache<KeyFingerprint, ImmutableArray<KnownKey>> cache,
    KeyMetrics metrics,
    ILogger logger,
    TimeProvider time,
    IDisposable? companion = null) : IKeySource
{
    private readonly OutageWatch _outages = new();

    /// <inheritdoc/>
    public async ValueTask<KeyLookup> FindAsync(SshPublicKey key, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var reply = await cache.GetAsync(
            KeyFingerprint.Of(key), (store, key), static (asked, limit) => asked.store.AskAsync(asked.key, limit), cancellationToken).ConfigureAwait(false);
        var result = ResultOf(reply);
        metrics.LookedUp(store.Name, result);
        if (reply.Origin == ReplyOrigin.Source) metrics.Asked(store.Name, time.GetElapsedTime(started));
        TellOutage(reply);
        if (result == KeyLookupResult.Error) return new KeyLookup([], reply.Fault);
        // A hash found them; the key itself decides.
        return reply.Answer is { Kind: AnswerKind.Positive, Value: var found } && found.All(known => known.Allows(key))
            ? new KeyLookup([.. found.Select(known => known.ToLine(key))])
            : KeyLookup.Nobody;
    }

    /// <inheritdoc/>
    public bool MayBeUser(string name) => UserName.IsValid(name);

    /// <inheritdoc/>
    public void Flush()
    {
        cache.Clear();
        logger.KeysFlushed();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        companion?.Dispose();
        store.Dispose();
    }

    private static KeyLookupResult ResultOf(Reply<ImmutableArray<KnownKey>> reply) => reply switch
    {
        { Answer.Kind: AnswerKind.Error } => KeyLookupResult.Error,
        { Origin: ReplyOrigin.Stale } => KeyLookupResult.Stale,
        { Origin: ReplyOrigin.Source } => KeyLookupResult.Miss,
        { Answer.Kind: AnswerKind.Positive } => KeyLookupResult.Hit,
        _ => KeyLookupResult.Negative,
    };

    private void TellOutage(Reply<ImmutableArray<KnownKey>> reply)
    {
        switch (_outages.Notice(reply))
        {
            case true:
                logger.KeysUnreachable(reply.Fault!);
                break;
            case false:
                logger.KeysReachable();
                break;
        }
    }
}
