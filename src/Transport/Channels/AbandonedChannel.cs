namespace Sluice.Transport.Channels;

/// <summary>Hears a channel that nobody wants any more until the peer closes it. It grants nothing, so that little can come.</summary>
/// <param name="failed">The observer that failed and still wants to hear that the channel is over; null for nobody.</param>
/// <param name="mistake">The end that it is told then.</param>
internal sealed class AbandonedChannel(IChannelObserver? failed, End? mistake) : IChannelObserver
{
    public static AbandonedChannel Instance { get; } = new(null, null);

    public void OnOpened(SshChannel channel) => channel.SendClose();

    public void OnOpenRefused(SshChannel channel, uint reasonCode, string description)
    {
    }

    public void OnData(SshChannel channel, in ChannelData data)
    {
    }

    public void OnWindowAdjusted(SshChannel channel, uint bytes)
    {
    }

    public void OnDrained(SshChannel channel)
    {
    }

    public void OnRequest(SshChannel channel, in ChannelRequest request)
    {
        if (request.WantsReply) channel.SendRequestReply(false);
    }

    public void OnRequestReply(SshChannel channel, bool success)
    {
    }

    public void OnEof(SshChannel channel)
    {
    }

    public void OnClosed(SshChannel channel) => channel.SendClose();

    public void OnEnded(SshChannel channel, End? end) => failed?.OnEnded(channel, mistake);
}
