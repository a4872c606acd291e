using System.Collections.Concurrent;

namespace Sluice.Soak.Endings;

/// <summary>How often each ending was played, and what did not go as it should.</summary>
internal sealed class EndingTally
{
    private readonly ConcurrentDictionary<string, int> _played = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _wrong = new();

    /// <summary>Sessions in all.</summary>
    public int Played => _played.Values.Sum();

    /// <summary>Sessions that did not end as they should.</summary>
    public int Wrong => _wrong.Values.Sum(faults => faults.Count);

    /// <summary>Counts one.</summary>
    public void Add(Ending ending, string? fault)
    {
        _played.AddOrUpdate(ending.Name, 1, (_, count) => count + 1);
        if (fault is not null) _wrong.GetOrAdd(ending.Name, _ => new ConcurrentQueue<string>()).Enqueue(fault);
    }

    /// <summary>Rows of a table: ending, sessions, how many ended as they should not.</summary>
    public IEnumerable<string[]> Rows() =>
        AllEndings.List.Select(ending => (string[])[ending.Name, $"{_played.GetValueOrDefault(ending.Name)}", $"{(_wrong.TryGetValue(ending.Name, out var faults) ? faults.Count : 0)}"]);

    /// <summary>Some of what went wrong, a line each.</summary>
    public IEnumerable<string> Examples() => _wrong.SelectMany(entry => entry.Value.Take(3).Select(fault => $"{entry.Key}: {fault}"));
}
