namespace Sluice.Transport;

/// <summary>
/// Hears what the peer does on one channel. Calls come one at a time from the connection's receive loop, but for
/// <see cref="OnDrained"/> and <see cref="OnEnded"/>, which may come from other threads. They must not block, and what
/// they are handed is borrowed for the call. They may use any channel of any connection.
/// </summary>
public interface IChannelObserver
{
    /// <summary>The peer confirmed the channel that we opened; its window is in <see cref="SshChannel.RemoteWindow"/>.</summary>
    void OnOpened(SshChannel channel);

    /// <summary>The peer refused the channel that we opened (RFC 4254 section 5.1). Nothing else follows.</summary>
    void OnOpenRefused(SshChannel channel, uint reasonCode, string description);

    /// <summary>Data came, at least one byte; the window that we granted has been checked and reduced.</summary>
    void OnData(SshChannel channel, in ChannelData data);

    /// <summary>The peer granted <paramref name="bytes"/> more; <see cref="SshChannel.RemoteWindow"/> has them already.</summary>
    void OnWindowAdjusted(SshChannel channel, uint bytes);

    /// <summary>
    /// A channel request (RFC 4254 sections 6.2 to 6.10). If it wants a reply, exactly one
    /// <see cref="SshChannel.SendRequestReply"/> must follow, now or later, in the order of the requests.
    /// </summary>
    void OnRequest(SshChannel channel, in ChannelRequest request);

    /// <summary>The peer's answer to the oldest request of ours that wanted one.</summary>
    void OnRequestReply(SshChannel channel, bool success);

    /// <summary>The peer sends no more data.</summary>
    void OnEof(SshChannel channel);

    /// <summary>
    /// The peer sent CLOSE. We may still send requests such as exit-status, and must end with
    /// <see cref="SshChannel.SendClose"/> unless that was sent already.
    /// </summary>
    void OnClosed(SshChannel channel);

    /// <summary>
    /// The channel is over: CLOSE went both ways (<paramref name="end"/> is null), or its connection ended. Comes exactly
    /// once, last. Sending on the channel does nothing from now on. After an exception of its own the observer hears
    /// nothing but this, with <see cref="EndReason.InternalError"/>.
    /// </summary>
    void OnEnded(SshChannel channel, End? end);

    /// <summary>
    /// Bytes that were queued on this channel's connection have gone to the kernel; <see cref="SshChannel.Queued"/> may
    /// have fallen. Comes only after <see cref="SshChannel.Queued"/> was above zero.
    /// </summary>
    void OnDrained(SshChannel channel);
}
