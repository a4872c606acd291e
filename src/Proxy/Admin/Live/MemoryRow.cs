using Sluice.Transport;

namespace Sluice.Proxy.Admin.Live;

/// <summary>What one client's connection costs, in bytes: rented blocks by role, and objects by their measured size.</summary>
/// <param name="Receive">Blocks that it receives into.</param>
/// <param name="Send">Blocks in line for the socket.</param>
/// <param name="Held">Blocks that wait for a key exchange.</param>
/// <param name="Queued">Bytes in use in the blocks that are in line.</param>
/// <param name="Objects">Objects of the connection and of its requests.</param>
internal sealed record MemoryRow(long Receive, long Send, long Held, long Queued, long Objects)
{
    /// <summary>All that is accounted for in user space.</summary>
    public long Total => Receive + Send + Held + Objects;

    public static MemoryRow Of(ConnectionMemory memory, int requests) =>
        new(memory.Receive, memory.Send, memory.Held, memory.Queued, ObjectSizes.Connection + (requests * ObjectSizes.Request));
}

/// <summary>What the kernel says of a connection: memory and bytes, the round-trip time in seconds.</summary>
internal sealed record KernelRow(long ReceiveQueue, long SendQueue, long Unacknowledged, long NotSent, double RoundTripTime, long Retransmits)
{
    /// <summary>Kernel memory of both queues.</summary>
    public long Total => ReceiveQueue + SendQueue;

    public static KernelRow? Of(SocketUsage? usage) => usage is { } now
        ? new KernelRow(now.ReceiveQueue, now.SendQueue, now.Unacknowledged, now.NotSent, Math.Round(now.RoundTripTime.TotalSeconds, 6), now.Retransmits)
        : null;
}
