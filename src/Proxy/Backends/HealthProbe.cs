using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>Does what a request does up to its command: a place on a connection, made if need be, and a channel, which is closed at once.</summary>
internal sealed class HealthProbe : IChannelObserver
{
    private readonly TaskCompletionSource<string> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BackendLease _lease;

    private HealthProbe(BackendLease lease) => _lease = lease;

    /// <summary>Empty if the backend does what it should, even if it has no room; otherwise what is wrong, in a few words.</summary>
    public static async Task<string> RunAsync(IPlaces places, string backend, TimeSpan patience, TimeProvider time)
    {
        var result = await places.LeaseAsync(LeaseRequest.Probe(backend)).ConfigureAwait(false);
        if (!result.IsGranted(out var lease)) return result.Failure!.Reason == EndReason.Refused ? "" : result.Failure.Detail;
        var probe = new HealthProbe(lease);
        lease.OpenSession(probe, initialWindow: 0, maxPacket: 32 * 1024);
        try
        {
            return await probe._result.Task.WaitAsync(patience, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return "it does not open a channel";
        }
    }

    void IChannelObserver.OnOpened(SshChannel channel)
    {
        _lease.Confirm();
        channel.SendClose();
        _result.TrySetResult("");
    }

    void IChannelObserver.OnOpenRefused(SshChannel channel, uint reasonCode, string description)
    {
        _lease.Refuse();
        _result.TrySetResult("");
    }

    void IChannelObserver.OnEnded(SshChannel channel, End? end)
    {
        _lease.Release();
        _result.TrySetResult(end?.Detail ?? "it closes a channel at once");
    }

    void IChannelObserver.OnClosed(SshChannel channel) => channel.SendClose();

    void IChannelObserver.OnRequest(SshChannel channel, in ChannelRequest request)
    {
        if (request.WantsReply) channel.SendRequestReply(false);
    }

    void IChannelObserver.OnData(SshChannel channel, in ChannelData data)
    {
    }

    void IChannelObserver.OnWindowAdjusted(SshChannel channel, uint bytes)
    {
    }

    void IChannelObserver.OnRequestReply(SshChannel channel, bool success)
    {
    }

    void IChannelObserver.OnEof(SshChannel channel)
    {
    }

    void IChannelObserver.OnDrained(SshChannel channel)
    {
    }
}
