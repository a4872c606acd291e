using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends.Pooling;

/// <summary>One shared connection to a backend and who is on it. Its numbers are guarded by the pool's gate.</summary>
internal sealed class PooledConnection(ConnectionPool pool) : IConnectionObserver, ILeaseOwner
{
    private int _opening;
    private long _openingSince;

    /// <summary>The connection; null while it is being made.</summary>
    public SshConnection? Ssh { get; private set; }

    /// <summary>Leases that are out.</summary>
    public int Sessions { get; private set; }

    /// <summary>The most sessions that the backend takes on it.</summary>
    public int Limit { get; set; }

    /// <summary>Since when there is no session on it, as a time stamp.</summary>
    public long IdleSince { get; private set; }

    /// <summary>True once it is given no more sessions; it is closed with its last one.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>True once its stall was told.</summary>
    public bool IsStallTold { get; set; }

    /// <summary>Channels that the backend has confirmed.</summary>
    public int Opened { get; private set; }

    /// <summary>True if a channel's opening is unanswered since <paramref name="since"/> or longer.</summary>
    public bool IsMute(long since) => _opening > 0 && _openingSince <= since;

    /// <summary>True if that is so, or a keepalive is unanswered.</summary>
    public bool IsStalled(long since) => IsMute(since) || Ssh!.IsSilent;

    /// <summary>It was made, and is idle.</summary>
    public void Join(SshConnection ssh, int limit, long now) => (Ssh, Limit, IdleSince) = (ssh, limit, now);

    /// <summary>A place on it.</summary>
    public BackendLease Take(BackendModel model, TimeProvider time)
    {
        Sessions++;
        return new BackendLease(model, Ssh!, this, time);
    }

    /// <summary>CHANNEL_OPEN went out. Answers come in the order of the questions, so the wait is the oldest's or shorter.</summary>
    public void CountOpening(long now)
    {
        if (_opening++ == 0) _openingSince = now;
    }

    /// <summary>An opening was answered; the others' answers are due from now on.</summary>
    public void CountAnswer(long now)
    {
        _opening--;
        _openingSince = now;
    }

    /// <summary>The backend confirmed a channel.</summary>
    public void CountOpened(long now)
    {
        CountAnswer(now);
        Opened++;
    }

    /// <summary>A lease is back.</summary>
    public void CountReleased(LeaseStage stage, long now)
    {
        if (stage == LeaseStage.Opening) CountAnswer(now);
        if (stage == LeaseStage.Open) Opened--;
        if (--Sessions == 0) IdleSince = now;
    }

    void ILeaseOwner.OnOpening() => pool.OnOpening(this);

    void ILeaseOwner.OnOpened(TimeSpan took) => pool.OnOpened(this, took);

    void ILeaseOwner.OnRefused() => pool.OnRefused(this);

    void ILeaseOwner.OnReleased(LeaseStage stage) => pool.OnReleased(this, stage);

    IChannelObserver IConnectionObserver.OnSessionOpened(SshConnection connection, SshChannel channel) =>
        throw new InvalidOperationException("A server has no session channels to open.");

    void IConnectionObserver.OnEnded(SshConnection connection, End end) => pool.OnEnded(this, connection, end);
}
