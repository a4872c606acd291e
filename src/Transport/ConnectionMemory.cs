namespace Sluice.Transport;

/// <summary>Rented memory that one connection has at a moment. Each number is right by itself; together they may be a moment apart.</summary>
/// <param name="Receive">Bytes of the block that it receives into; 0 while it waits.</param>
/// <param name="Send">Bytes of the blocks whose content is in line for the socket, or being taken by it.</param>
/// <param name="Held">Bytes of the blocks that wait for a key exchange to end.</param>
/// <param name="Queued">Sealed bytes that the kernel has not taken yet; they lie in the blocks of <paramref name="Send"/>.</param>
/// <param name="Channels">Channels that live.</param>
public readonly record struct ConnectionMemory(long Receive, long Send, long Held, long Queued, int Channels)
{
    /// <summary>Bytes of all blocks.</summary>
    public long Rented => Receive + Send + Held;
}
