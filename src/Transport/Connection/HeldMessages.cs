using Sluice.Transport.Buffers;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Connection;

/// <summary>Messages that wait as payload, in order, until a key exchange ends (RFC 4253 section 7.1). Belongs to the outbound gate.</summary>
internal struct HeldMessages(BufferPool pool)
{
    private BlockQueue _queue;
    private long _rented;

    /// <summary>Bytes of the blocks. Safe from any thread.</summary>
    public readonly long Rented => Volatile.Read(in _rented);

    /// <summary>Bytes of payload.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes of memory that messages other than channel data take.</summary>
    public long AnswerBytes { get; private set; }

    public void Add<T>(in T message, bool isAnswer)
        where T : IMessage, allows ref struct
    {
        var block = pool.Rent(BufferRole.Held, message.MaxLength);
        var writer = new WireWriter(block.Free);
        writer.WriteByte((byte)message.Number);
        message.Write(ref writer);
        block.Tail = writer.Length;
        _queue.Enqueue(block);
        Bytes += block.Tail;
        Volatile.Write(ref _rented, _rented + block.Capacity);
        if (isAnswer) AnswerBytes += block.Capacity;
    }

    /// <summary>Moves the oldest to the caller; null if none is left.</summary>
    public Block? Take()
    {
        var block = _queue.Dequeue();
        if (block is null) Bytes = AnswerBytes = 0;
        else Volatile.Write(ref _rented, _rented - block.Capacity);
        return block;
    }

    /// <summary>Returns everything.</summary>
    public void Clear()
    {
        while (Take() is { } block) pool.Return(block);
    }
}
