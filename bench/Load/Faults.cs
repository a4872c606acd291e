using System.Collections.Concurrent;

namespace Sluice.Load;

/// <summary>Counts what failed, by the sentence that says why.</summary>
internal sealed class Faults
{
    private const int MaxKinds = 20;
    private readonly ConcurrentDictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public IReadOnlyDictionary<string, int> Kinds => _kinds;

    public void Add(string sentence)
    {
        Interlocked.Increment(ref _count);
        if (_kinds.Count < MaxKinds || _kinds.ContainsKey(sentence)) _kinds.AddOrUpdate(sentence, 1, (_, count) => count + 1);
    }
}
