using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>
/// Who is waited for in a request, and who was: by its phase until its command runs; then by turns, credit and what is
/// queued, looked at once a second; then by who has not said the last word. Safe from any thread.
/// </summary>
internal sealed class RequestWaits
{
    private readonly ChannelRelay _relay;
    private readonly WaitClock _clock;
    private readonly NetworkWatch _toClient = new();
    private readonly NetworkWatch _toBackend = new();
    private volatile Side _phaseOwes = Side.Proxy;
    private long _progress;
    private long _activeAt;

    public RequestWaits(ChannelRelay relay, TimeProvider time)
    {
        _relay = relay;
        _clock = new WaitClock(time);
        Conversation = new Conversation(_clock, time);
        _activeAt = _clock.Started;
    }

    /// <summary>When the request began, as a time stamp.</summary>
    public long Started => _clock.Started;

    /// <summary>Who speaks.</summary>
    public Conversation Conversation { get; }

    /// <summary>
    /// When something moved last, as a time stamp: data, either way; a window that was widened, for it says that bytes were
    /// read; bytes that the kernel has taken. The latter two are noticed once a second.
    /// </summary>
    public long ActiveAt => Math.Max(Volatile.Read(ref _activeAt), Math.Max(Conversation.Client.LastAt, Conversation.Backend.LastAt));

    private long Progress => _relay.FromClient.Progress + _relay.ToClient.Progress;

    /// <summary>Until the command runs: from now on <paramref name="side"/> is waited for.</summary>
    public void WaitFor(Side side)
    {
        _clock.Charge(_phaseOwes, Conversation.Now);
        _phaseOwes = side;
    }

    /// <summary>Who is waited for now. Charges the time that has passed.</summary>
    public Debt Settle()
    {
        var now = Conversation.Now;
        var debt = Now();
        if (debt.Peer == Side.Client ? _toClient.IsGuilty : debt.Peer == Side.Backend && _toBackend.IsGuilty) debt = debt.OfNetwork();
        if (_relay.IsRunning && !_relay.IsEnding && !debt.IsStuck) Conversation.Charge(debt.Owes, now);
        else _clock.Charge(debt.Owes, now);
        return debt;
    }

    /// <summary>The split up to now.</summary>
    public WaitSplit Read()
    {
        Settle();
        return _clock.Read();
    }

    /// <summary>The command runs, or something ended it: what has passed belongs to what was before.</summary>
    public void OnChange()
    {
        Settle();
        Volatile.Write(ref _progress, Progress);
        Volatile.Write(ref _activeAt, Conversation.Now);
    }

    /// <summary>A party sends no more data.</summary>
    public void OnEnded(Side side)
    {
        if (_relay.IsRunning) OnChange();
        (side == Side.Client ? Conversation.Client : Conversation.Backend).HasEnded = true;
    }

    /// <summary>Looks at everything once a second. Called by one thread at a time.</summary>
    public void OnTick()
    {
        var progress = Progress;
        var isMoving = progress != Volatile.Read(ref _progress);
        if (isMoving)
        {
            Volatile.Write(ref _progress, progress);
            Volatile.Write(ref _activeAt, Conversation.Now);
            _toClient.Forget();
            _toBackend.Forget();
        }
        var debt = Now();
        if (debt.IsStuck || !isMoving) Look(debt);
        Settle();
    }

    private void Look(Debt debt)
    {
        if (debt.Peer == Side.Client) _toClient.Look(_relay.Client.Channel.Connection, debt.IsStuck);
        else if (debt.Peer == Side.Backend && _relay.Backend?.Channel is { } channel) _toBackend.Look(channel.Connection, debt.IsStuck);
    }

    private Debt Now()
    {
        if (_relay.IsEnding) return At(_relay.LastWord);
        if (!_relay.IsRunning || _relay.Backend?.Channel is not { } backend) return At(_phaseOwes);
        return Debt.Of(Conversation.Turn, Stand(_relay.Client.Channel), Stand(backend));
    }

    private static Debt At(Side side) => new(side, side, IsStuck: false);

    private static Standing Stand(SshChannel channel) => new(channel.Queued, channel.LocalWindow, channel.RemoteWindow);
}
