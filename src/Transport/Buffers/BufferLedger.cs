namespace Sluice.Transport.Buffers;

/// <summary>Counts rented blocks and bytes by role. Safe from any thread.</summary>
internal sealed class BufferLedger
{
    private readonly long[] _blocks = new long[Enum.GetValues<BufferRole>().Length];
    private readonly long[] _bytes = new long[Enum.GetValues<BufferRole>().Length];

    /// <summary>True if everything came home.</summary>
    public bool IsEmpty => Enum.GetValues<BufferRole>().All(role => Blocks(role) == 0);

    /// <summary>Blocks that are out for a role.</summary>
    public long Blocks(BufferRole role) => Volatile.Read(ref _blocks[(int)role]);

    /// <summary>Bytes that are out for a role.</summary>
    public long Bytes(BufferRole role) => Volatile.Read(ref _bytes[(int)role]);

    internal void Add(BufferRole role, int bytes)
    {
        Interlocked.Increment(ref _blocks[(int)role]);
        Interlocked.Add(ref _bytes[(int)role], bytes);
    }

    internal void Remove(BufferRole role, int bytes)
    {
        Interlocked.Decrement(ref _blocks[(int)role]);
        Interlocked.Add(ref _bytes[(int)role], -bytes);
    }

    /// <summary>One line for a person or a failing test, as in <c>Receive 0 (0 B), Send 1 (4096 B), Held 0 (0 B)</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Enum.GetValues<BufferRole>().Select(role => $"{role} {Blocks(role)} ({Bytes(role)} B)"));
}
