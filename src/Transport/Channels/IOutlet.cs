using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Channels;

/// <summary>Where a channel's messages go: its connection's sending side. Safe from any thread.</summary>
internal interface IOutlet
{
    /// <summary>Bytes of the line that the kernel took so far.</summary>
    long Sent { get; }

    /// <summary>Puts a message in line; gives the position where the line ends then, which <see cref="Sent"/> will reach.</summary>
    long Send<T>(in T message)
        where T : IMessage, allows ref struct;

    /// <summary>Puts an opened packet of another connection in line, its payload changed already; gives the same.</summary>
    long Forward(Span<byte> openedFrame, int payloadLength);

    /// <summary>Asks for <see cref="SshChannel.OnDrained"/> when the kernel took more, or now if it has taken all up to <paramref name="position"/>.</summary>
    void WatchDrain(SshChannel channel, long position);

    /// <summary>CLOSE went both ways: forget the channel and tell its observer, not from within this call.</summary>
    void Complete(SshChannel channel);
}
