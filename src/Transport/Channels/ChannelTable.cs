namespace Sluice.Transport.Channels;

/// <summary>The living channels of a connection by our number. Safe from any thread.</summary>
internal sealed class ChannelTable
{
    private readonly Lock _lock = new();
    private readonly List<SshChannel?> _slots = [];

    public int Count { get; private set; }

    /// <summary>Puts a channel under the lowest free number; null if <paramref name="limit"/> channels live already.</summary>
    public SshChannel? Add(int limit, Func<uint, SshChannel> create)
    {
        lock (_lock)
        {
            if (Count >= limit) return null;
            var slot = _slots.IndexOf(null);
            if (slot < 0)
            {
                slot = _slots.Count;
                _slots.Add(null);
            }
            Count++;
            return _slots[slot] = create((uint)slot);
        }
    }

    public SshChannel? Find(uint number)
    {
        lock (_lock) return number < _slots.Count ? _slots[(int)number] : null;
    }

    public void Remove(SshChannel channel)
    {
        lock (_lock)
        {
            var slot = (int)channel.LocalNumber;
            if (slot >= _slots.Count || _slots[slot] != channel) return;
            _slots[slot] = null;
            Count--;
        }
    }

    /// <summary>All that live now.</summary>
    public SshChannel[] ToArray()
    {
        lock (_lock) return [.. _slots.OfType<SshChannel>()];
    }
}
