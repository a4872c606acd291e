using System.Buffers;

using Microsoft.Extensions.ObjectPool;

namespace Sluice.Transport.Buffers;

/// <summary>The only place that rents arrays. It counts what is out by role, so that a test can ask for all of it back.</summary>
internal sealed class BufferPool
{
    private readonly ArrayPool<byte> _arrays = ArrayPool<byte>.Shared;
    private readonly ObjectPool<Block> _blocks = new DefaultObjectPool<Block>(new DefaultPooledObjectPolicy<Block>(), 1024);

    /// <summary>The pool of the process.</summary>
    public static BufferPool Shared { get; } = new();

    /// <summary>What is out, by role.</summary>
    public BufferLedger Ledger { get; } = new();

    /// <summary>Rents a block of at least <paramref name="capacity"/> bytes.</summary>
    public Block Rent(BufferRole role, int capacity)
    {
        var block = _blocks.Get();
        block.Fill(_arrays.Rent(capacity), role);
        Ledger.Add(role, block.Capacity);
        return block;
    }

    /// <summary>Takes a block back.</summary>
    /// <exception cref="InvalidOperationException">It was returned before.</exception>
    public void Return(Block block)
    {
        var role = block.Role;
        var array = block.Empty() ?? throw new InvalidOperationException("A block was returned twice.");
        Ledger.Remove(role, array.Length);
        _arrays.Return(array);
        _blocks.Return(block);
    }
}
