using System.Collections.Immutable;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>A directory of keys that can be made to give no answer.</summary>
internal sealed class FaultyKeyStore(IKeyStore store, Outage outage) : IKeyStore
{
    /// <inheritdoc/>
    public KeySourceName Name => store.Name;

    /// <inheritdoc/>
    public async ValueTask<Answer<ImmutableArray<KnownKey>>> AskAsync(SshPublicKey key, CancellationToken cancellationToken)
    {
        await outage.WaitAsync(cancellationToken).ConfigureAwait(false);
        return outage.IsDown
            ? Answer.Error<ImmutableArray<KnownKey>>("A game day has it that the directory of keys is down.")
            : await store.AskAsync(key, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();
}
