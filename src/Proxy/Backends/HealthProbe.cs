using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>Does what a request does up to its command: a place on a connection, made if need be, and a channel, which is closed at once.</summary>
internal sealed class HealthProbe : IChannelObserver
{
    private readonly TaskCompletionSource<ProbeResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BackendLease _lease;
    private readonly TimeProvider _time;
    private readonly long _asked;

    private HealthProbe(BackendLease lease, TimeProvider time)
    {
        _lease = lease;
        _time = time;
        _asked = time.GetTimestamp();
    }

    /// <summary>Probes; <paramref name="patience"/> is for the channel alone, the wait for a place has bounds of its own.</summary>
    public static async Task<ProbeResult> RunAsync(IPlaces places, string backend, TimeSpan patience, TimeProvider time)
    {
        var result = await places.LeaseAsync(LeaseRequest.Probe(backend)).ConfigureAwait(false);
        if (!result.IsGranted(out var lease))
        {
            var failure = result.Failure!;
            return new ProbeResult(failure.Reason is EndReason.Refused or EndReason.Drained ? ProbeVerdict.Busy : ProbeVerdict.Unreachable, failure.Detail, default);
        }
        var probe = new HealthProbe(lease, time);
        lease.OpenSession(probe, initialWindow: 0, maxPacket: 32 * 1024);
        try
        {
            return await probe._result.Task.WaitAsync(patience, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new ProbeResult(ProbeVerdict.Bad, "it does not open a channel", patience);
        }
    }

    void IChannelObserver.OnOpened(SshChannel channel)
    {
        _lease.Confirm();
        channel.SendClose();
        End(ProbeVerdict.Good, "");
    }

    void IChannelObserver.OnOpenRefused(SshChannel channel, uint reasonCode, string description)
    {
        _lease.Refuse();
        End(ProbeVerdict.Good, "");
    }

    void IChannelObserver.OnEnded(SshChannel channel, End? end)
    {
        _lease.Release();
        End(ProbeVerdict.Bad, end?.Detail ?? "it closes a channel at once");
    }

    private void End(ProbeVerdict verdict, string fault) => _result.TrySetResult(new ProbeResult(verdict, fault, _time.GetElapsedTime(_asked)));

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
