namespace Sluice.Transport.Channels;

/// <summary>Hears a channel that nobody wants any more until the peer closes it. It grants nothing, so that little can come.</summary>
internal sealed class AbandonedChannel : IChannelObserver
{
    public static AbandonedChannel Instance { get; } = new();

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

    public void OnEnded(SshChannel channel, End? end)
    {
    }
}
