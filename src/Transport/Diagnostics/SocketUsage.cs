namespace Sluice.Transport;

/// <summary>What the kernel holds and knows of one TCP connection at a moment: Linux' <c>TCP_INFO</c> and <c>SO_MEMINFO</c>.</summary>
/// <param name="ReceiveQueue">Bytes of kernel memory that what came in takes; it is more than the bytes themselves.</param>
/// <param name="SendQueue">Bytes of kernel memory that what goes out takes until the peer has acknowledged it.</param>
/// <param name="Unacknowledged">Bytes that were sent and that the peer's kernel has not acknowledged yet.</param>
/// <param name="NotSent">Bytes that wait in the kernel because the peer's window or the network has no room for them.</param>
/// <param name="RoundTripTime">The smoothed time from sending to acknowledgement.</param>
/// <param name="Retransmits">Segments that were sent again since the connection began.</param>
public readonly record struct SocketUsage(
    long ReceiveQueue, long SendQueue, long Unacknowledged, long NotSent, TimeSpan RoundTripTime, long Retransmits);
