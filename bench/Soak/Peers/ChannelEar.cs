using Sluice.Transport;

namespace Sluice.Soak.Peers;

/// <summary>A channel's observer that hears nothing; those that want to hear something override it.</summary>
internal abstract class ChannelEar : IChannelObserver
{
    public virtual void OnOpened(SshChannel channel)
    {
    }

    public virtual void OnOpenRefused(SshChannel channel, uint reasonCode, string description)
    {
    }

    public virtual void OnData(SshChannel channel, in ChannelData data)
    {
    }

    public virtual void OnWindowAdjusted(SshChannel channel, uint bytes)
    {
    }

    public virtual void OnRequest(SshChannel channel, in ChannelRequest request)
    {
        if (request.WantsReply) channel.SendRequestReply(false);
    }

    public virtual void OnRequestReply(SshChannel channel, bool success)
    {
    }

    public virtual void OnEof(SshChannel channel)
    {
    }

    public virtual void OnClosed(SshChannel channel) => channel.SendClose();

    public virtual void OnEnded(SshChannel channel, End? end)
    {
    }

    public virtual void OnDrained(SshChannel channel)
    {
    }
}
