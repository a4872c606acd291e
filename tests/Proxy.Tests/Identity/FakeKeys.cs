using Sluice.Proxy.Identity;
using Sluice.Transport;

namespace Sluice.Proxy.Tests.Identity;

/// <summary>A source of keys that says what a test wants.</summary>
internal sealed class FakeKeys : IKeySource
{
    public Func<SshPublicKey, ValueTask<KeyLookup>> Find { get; set; } = _ => new(KeyLookup.Nobody);

    public List<SshPublicKey> Asked { get; } = [];

    public int Flushes { get; private set; }

    public ValueTask<KeyLookup> FindAsync(SshPublicKey key, CancellationToken cancellationToken)
    {
        Asked.Add(key);
        return Find(key);
    }

    public bool MayBeUser(string name) => false;

    public void Flush() => Flushes++;

    public void Dispose()
    {
    }
}
