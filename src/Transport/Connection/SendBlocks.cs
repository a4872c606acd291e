using Sluice.Transport.Buffers;

namespace Sluice.Transport.Connection;

/// <summary>
/// Sealed bytes in line: blocks that are full, and the one that fills, whose size follows the traffic. Belongs to the
/// outbound gate.
/// </summary>
internal struct SendBlocks(BufferPool pool)
{
    private const int SmallBlock = 4 * 1024;
    private const int LargeBlock = 256 * 1024;

    private BlockQueue _full;
    private Block? _filling;
    private int _size = SmallBlock;
    private long _rented;

    /// <summary>Bytes of the blocks in line. Safe from any thread.</summary>
    public readonly long Rented => Volatile.Read(in _rented);

    /// <summary>The block that takes the next <paramref name="bytes"/>.</summary>
    public Block Room(int bytes)
    {
        if (_filling is { } block && block.Capacity - block.Tail >= bytes) return block;
        if (_filling is not null)
        {
            // Traffic outgrew the block: the next is larger.
            _size = Math.Min(_size * 4, LargeBlock);
            _full.Enqueue(_filling);
        }
        else if (_size > SmallBlock && bytes <= SmallBlock)
        {
            _size /= 2;
        }
        _filling = pool.Rent(BufferRole.Send, Math.Max(bytes, _size));
        Volatile.Write(ref _rented, _rented + _filling.Capacity);
        return _filling;
    }

    /// <summary>Moves the front of the line to the caller; null if nothing is in line.</summary>
    public Block? Take()
    {
        var block = _full.Dequeue();
        if (block is null) (block, _filling) = (_filling, null);
        if (block is not null) Volatile.Write(ref _rented, _rented - block.Capacity);
        return block;
    }

    /// <summary>Returns everything.</summary>
    public void Clear()
    {
        while (Take() is { } block) pool.Return(block);
    }
}
