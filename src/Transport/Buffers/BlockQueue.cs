namespace Sluice.Transport.Buffers;

/// <summary>A first-in first-out queue of blocks, linked through themselves. Not thread-safe.</summary>
internal struct BlockQueue
{
    private Block? _head;
    private Block? _tail;

    public readonly bool IsEmpty => _head is null;

    public void Enqueue(Block block)
    {
        if (_tail is null) _head = block;
        else _tail.Next = block;
        _tail = block;
    }

    public Block? Dequeue()
    {
        var block = _head;
        if (block is null) return null;
        _head = block.Next;
        if (_head is null) _tail = null;
        block.Next = null;
        return block;
    }
}
