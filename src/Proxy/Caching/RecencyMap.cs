using System.Diagnostics.CodeAnalysis;

namespace Sluice.Proxy.Caching;

/// <summary>A bounded map that forgets what was not used for longest. For one caller at a time.</summary>
/// <param name="capacity">Entries at most; zero keeps nothing.</param>
internal sealed class RecencyMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, Node> _nodes = [];

    // A ring with the most recently used behind its anchor: nodes need no ends, and cost no list of their own.
    private readonly Node _anchor = new(default!, default!);

    /// <summary>Entries.</summary>
    public int Count => _nodes.Count;

    /// <summary>Gives a value and marks it as used.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!_nodes.TryGetValue(key, out var node)) return false;
        node.Unlink();
        node.LinkBehind(_anchor);
        value = node.Value;
        return true;
    }

    /// <summary>Adds or replaces a value, and forgets another if there are too many.</summary>
    public void Set(TKey key, TValue value)
    {
        if (capacity <= 0) return;
        if (_nodes.TryGetValue(key, out var node))
        {
            node.Unlink();
            node.Value = value;
        }
        else
        {
            if (_nodes.Count == capacity) Remove(_anchor.Before.Key);
            node = new Node(key, value);
            _nodes.Add(key, node);
        }
        node.LinkBehind(_anchor);
    }

    /// <summary>Forgets one.</summary>
    public bool Remove(TKey key)
    {
        if (!_nodes.Remove(key, out var node)) return false;
        node.Unlink();
        return true;
    }

    /// <summary>Forgets all, and gives their memory back.</summary>
    public void Clear()
    {
        _nodes.Clear();
        _nodes.TrimExcess();
        _anchor.Unlink();
    }

    private sealed class Node
    {
        private Node _after;

        public Node(TKey key, TValue value)
        {
            Key = key;
            Value = value;
            Before = this;
            _after = this;
        }

        public TKey Key { get; }

        public TValue Value { get; set; }

        public Node Before { get; private set; }

        public void LinkBehind(Node other)
        {
            Before = other;
            _after = other._after;
            _after.Before = this;
            other._after = this;
        }

        public void Unlink()
        {
            Before._after = _after;
            _after.Before = Before;
            Before = this;
            _after = this;
        }
    }
}
