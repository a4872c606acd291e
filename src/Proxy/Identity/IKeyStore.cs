using System.Collections.Immutable;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>A directory of keys elsewhere, that is asked for one key at a time.</summary>
internal interface IKeyStore : IDisposable
{
    /// <summary>Its name in metrics.</summary>
    KeySourceName Name { get; }

    /// <summary>Asks for a key. What it throws counts as no answer.</summary>
    ValueTask<Answer<ImmutableArray<KnownKey>>> AskAsync(SshPublicKey key, CancellationToken cancellationToken);
}
