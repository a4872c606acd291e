using Sluice.Transport.Buffers;

namespace Sluice.Transport.Connection;

/// <summary>
/// What the receive loop receives into: a block whose size follows the traffic, and none while the connection is idle.
/// Belongs to the receive loop.
/// </summary>
internal sealed class ReceiveBuffer(BufferPool pool) : IDisposable
{
    private const int SmallBlock = 4 * 1024;
    private const int LargeBlock = 128 * 1024;

    private Block? _block;
    private int _size = SmallBlock;

    /// <summary>Bytes that it costs now. Safe from any thread, which may see the block of a moment ago.</summary>
    public int Rented => Volatile.Read(ref _block)?.Capacity ?? 0;

    /// <summary>The block; rented when it is first asked for.</summary>
    public Block Block => _block ??= pool.Rent(BufferRole.Receive, _size);

    /// <summary>
    /// Bytes came into the block's free part: as many as fit ask for a larger block, few for a smaller one. True if
    /// there may be more.
    /// </summary>
    public bool OnReceived(int bytes)
    {
        var block = Block;
        block.Tail += bytes;
        if (block.Free.IsEmpty)
        {
            _size = Math.Min(_size * 4, LargeBlock);
            return true;
        }
        if (bytes < _size / 16) _size = Math.Max(_size / 4, SmallBlock);
        return false;
    }

    /// <summary>All whole packets were taken out. Makes room behind the rest, if there is one, up to <paramref name="needed"/> bytes in all.</summary>
    public void MakeRoom(int needed)
    {
        if (TryRelease()) return;
        var block = Block;
        block.Compact();
        needed = Math.Max(needed, block.Tail + 1);
        if (block.Capacity >= needed) return;
        var larger = pool.Rent(BufferRole.Receive, Math.Max(needed, _size));
        block.Used.CopyTo(larger.Free);
        larger.Tail = block.Tail;
        pool.Return(block);
        _block = larger;
    }

    /// <summary>Gives the block back if nothing is in it; false if something is.</summary>
    public bool TryRelease()
    {
        if (_block is null) return true;
        if (_block.Head != _block.Tail) return false;
        Dispose();
        return true;
    }

    /// <summary>Gives the block back with whatever is in it.</summary>
    public void Dispose()
    {
        if (_block is not null) pool.Return(_block);
        _block = null;
    }
}
