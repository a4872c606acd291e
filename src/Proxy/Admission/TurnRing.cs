namespace Sluice.Proxy.Admission;

/// <summary>Lines of those who wait, one for each source; the lines are served in turn, each from its front. Guarded by its owner.</summary>
internal sealed class TurnRing
{
    private readonly LinkedList<Line> _lines = [];
    private readonly Dictionary<object, LinkedListNode<Line>> _bySource = new(ReferenceEqualityComparer.Instance);

    /// <summary>All who wait.</summary>
    public int Count { get; private set; }

    /// <summary>Those of one source.</summary>
    public int CountOf(object source) => _bySource.TryGetValue(source, out var line) ? line.Value.Turns.Count : 0;

    /// <summary>Puts one at the end of its source's line.</summary>
    public void Add(object source, Turn turn)
    {
        if (!_bySource.TryGetValue(source, out var line))
        {
            line = _lines.AddLast(new Line(source, new Queue<Turn>()));
            _bySource.Add(source, line);
        }
        line.Value.Turns.Enqueue(turn);
        Count++;
    }

    /// <summary>Takes the next one; null if nobody waits.</summary>
    public Turn? Take()
    {
        if (_lines.First is not { } line) return null;
        var turn = line.Value.Turns.Dequeue();
        Count--;
        _lines.Remove(line);
        if (line.Value.Turns.Count > 0) _lines.AddLast(line);
        else _bySource.Remove(line.Value.Source);
        return turn;
    }

    /// <summary>Sends those away who have waited too long. Those in front of a line have waited longest.</summary>
    public void Expire(long now)
    {
        for (var line = _lines.First; line is not null;)
        {
            var next = line.Next;
            var turns = line.Value.Turns;
            while (turns.TryPeek(out var turn) && turn.Deadline <= now)
            {
                turns.Dequeue();
                Count--;
                turn.SetResult(false);
            }
            if (turns.Count == 0)
            {
                _lines.Remove(line);
                _bySource.Remove(line.Value.Source);
            }
            line = next;
        }
    }

    private sealed record Line(object Source, Queue<Turn> Turns);
}
