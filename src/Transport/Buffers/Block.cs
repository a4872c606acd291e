namespace Sluice.Transport.Buffers;

/// <summary>
/// A rented array with the bytes in use from <see cref="Head"/> to <see cref="Tail"/>. It has one owner at a time, who
/// moves it on or gives it back to its pool exactly once.
/// </summary>
internal sealed class Block
{
    private byte[] _array = [];

    /// <summary>What it is rented for.</summary>
    public BufferRole Role { get; private set; }

    /// <summary>Where the bytes in use begin.</summary>
    public int Head { get; set; }

    /// <summary>Where the bytes in use end.</summary>
    public int Tail { get; set; }

    /// <summary>The next block of the owner's queue.</summary>
    public Block? Next { get; set; }

    /// <summary>Bytes that it can hold.</summary>
    public int Capacity => _array.Length;

    /// <summary>The bytes in use.</summary>
    public Span<byte> Used => _array.AsSpan(Head, Tail - Head);

    /// <summary>The same for the socket.</summary>
    public Memory<byte> UsedMemory => _array.AsMemory(Head, Tail - Head);

    /// <summary>The bytes behind those in use.</summary>
    public Span<byte> Free => _array.AsSpan(Tail);

    /// <summary>The same for the socket.</summary>
    public Memory<byte> FreeMemory => _array.AsMemory(Tail);

    /// <summary>Moves the bytes in use to the front, so that the free ones are in one piece.</summary>
    public void Compact()
    {
        if (Head == 0) return;
        Used.CopyTo(_array);
        Tail -= Head;
        Head = 0;
    }

    /// <summary>Gives it an array and a role.</summary>
    internal void Fill(byte[] array, BufferRole role)
    {
        _array = array;
        Role = role;
    }

    /// <summary>Takes the array away; null if it has none, which means that it was returned before.</summary>
    internal byte[]? Empty()
    {
        var array = _array;
        _array = [];
        Head = Tail = 0;
        Next = null;
        return array.Length == 0 ? null : array;
    }
}
