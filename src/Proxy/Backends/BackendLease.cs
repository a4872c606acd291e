using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>The right to one channel on a backend. It is over when the channel is, or when it was given back unused.</summary>
/// <param name="backend">The backend.</param>
/// <param name="connection">The connection that the channel will be on.</param>
/// <param name="owner">Hears what becomes of it.</param>
/// <param name="time">The clock.</param>
internal sealed class BackendLease(BackendModel backend, SshConnection connection, ILeaseOwner owner, TimeProvider time)
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _asked;
    private int _stage;

    /// <summary>The backend.</summary>
    public BackendModel Backend => backend;

    /// <summary>The connection that the channel is on.</summary>
    public SshConnection Connection => connection;

    /// <summary>The id of the connection, which the backend connection's own log lines carry.</summary>
    public string ConnectionId => connection.Id;

    /// <summary>Completes when the place is free again: nothing that was asked on the channel goes on any more.</summary>
    public Task Released => _released.Task;

    /// <summary>Opens the channel. Afterwards <see cref="Confirm"/> or <see cref="Refuse"/> must follow, and <see cref="Release"/> in any case.</summary>
    /// <inheritdoc cref="SshConnection.OpenSession"/>
    public SshChannel OpenSession(IChannelObserver observer, uint initialWindow, uint maxPacket)
    {
        _asked = time.GetTimestamp();
        Volatile.Write(ref _stage, (int)LeaseStage.Opening);
        owner.OnOpening();
        return connection.OpenSession(observer, initialWindow, maxPacket);
    }

    /// <summary>The backend confirmed the channel.</summary>
    public void Confirm()
    {
        if (Move(LeaseStage.Opening, LeaseStage.Open)) owner.OnOpened(time.GetElapsedTime(_asked));
    }

    /// <summary>The backend refused the channel; the place is free again.</summary>
    public void Refuse()
    {
        if (Move(LeaseStage.Opening, LeaseStage.Unused)) owner.OnRefused();
        Release();
    }

    /// <summary>Gives the place back: the channel is over on both sides, or was never opened. Later calls do nothing.</summary>
    public void Release()
    {
        var stage = (LeaseStage)Interlocked.Exchange(ref _stage, (int)LeaseStage.Released);
        if (stage == LeaseStage.Released) return;
        owner.OnReleased(stage);
        _released.SetResult();
    }

    private bool Move(LeaseStage from, LeaseStage to) => Interlocked.CompareExchange(ref _stage, (int)to, (int)from) == (int)from;
}
