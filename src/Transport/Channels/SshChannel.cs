namespace Sluice.Transport;

/// <summary>
/// One session channel (RFC 4254 section 5) of a connection, in either role. Everything sent keeps its order. Safe to
/// call from any thread; after the channel ended, sending does nothing.
/// </summary>
public sealed class SshChannel
{
    /// <summary>The connection it belongs to.</summary>
    public SshConnection Connection => throw new NotImplementedException();

    /// <summary>Our number for it, unique among the connection's living channels.</summary>
    public uint LocalNumber => throw new NotImplementedException();

    /// <summary>Who hears of it. May be exchanged from within a call of the present one.</summary>
    public IChannelObserver Observer { get; set; } = null!;

    /// <summary>Bytes of data that the peer still lets us send.</summary>
    public long RemoteWindow => throw new NotImplementedException();

    /// <summary>The longest data string that the peer takes in one message.</summary>
    public uint RemoteMaxPacket => throw new NotImplementedException();

    /// <summary>Bytes of data that we still let the peer send.</summary>
    public long LocalWindow => throw new NotImplementedException();

    /// <summary>Bytes of data accepted here that the kernel has not taken yet; an upper bound.</summary>
    public long Queued => throw new NotImplementedException();

    /// <summary>
    /// Passes on data of another channel, sealed straight from where it was opened, with its extended type. It must fit
    /// <see cref="RemoteWindow"/>; it is split if it is longer than <see cref="RemoteMaxPacket"/>.
    /// </summary>
    public void Forward(in ChannelData data) => throw new NotImplementedException();

    /// <summary>Sends as much as the window allows (it is copied) and says how many bytes that was.</summary>
    public int Send(ReadOnlySpan<byte> data, uint extendedType = 0) => throw new NotImplementedException();

    /// <summary>Lets the peer send that many bytes more (WINDOW_ADJUST); nothing is sent for 0.</summary>
    public void Grant(uint bytes) => throw new NotImplementedException();

    /// <summary>Sends a channel request with its type-specific payload.</summary>
    public void SendRequest(ReadOnlySpan<byte> type, bool wantsReply, ReadOnlySpan<byte> payload) => throw new NotImplementedException();

    /// <summary>Sends <c>env</c>.</summary>
    public void SendEnvironment(string name, string value, bool wantsReply) => throw new NotImplementedException();

    /// <summary>Sends <c>exec</c>.</summary>
    public void SendExec(ReadOnlySpan<byte> command, bool wantsReply) => throw new NotImplementedException();

    /// <summary>Sends <c>exit-status</c>.</summary>
    public void SendExitStatus(uint status) => throw new NotImplementedException();

    /// <summary>Answers the oldest unanswered request.</summary>
    public void SendRequestReply(bool success) => throw new NotImplementedException();

    /// <summary>No more data from us. Sent at most once.</summary>
    public void SendEof() => throw new NotImplementedException();

    /// <summary>Closes our direction. Sent at most once; the channel is over when the peer's CLOSE is here as well.</summary>
    public void SendClose() => throw new NotImplementedException();
}
