using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Relay;

/// <summary>
/// Who speaks, and whose turn it is. When the speaker changes, the time since the last change is charged: what passed up to
/// the former speaker's last word to that one, the silence behind it to whoever's turn it was.
/// </summary>
internal sealed class Conversation
{
    private readonly WaitClock _clock;
    private readonly TimeProvider _time;
    private Voice? _speaker;
    private volatile TurnTaking _turns;

    public Conversation(WaitClock clock, TimeProvider time)
    {
        _clock = clock;
        _time = time;
        Client = new Voice(this, Side.Client);
        Backend = new Voice(this, Side.Backend);
    }

    public Voice Client { get; }

    public Voice Backend { get; }

    /// <summary>How turns are taken; the service says.</summary>
    public TurnTaking Turns
    {
        get => _turns;
        set => _turns = value;
    }

    /// <summary>The clock's time stamp.</summary>
    public long Now => _time.GetTimestamp();

    /// <summary>Whose turn it is: <see cref="Side.Client"/> or <see cref="Side.Backend"/>.</summary>
    public Side Turn => Relay.Turn.Of(Turns, Volatile.Read(ref _speaker)?.Side, Client, Backend);

    /// <summary>Data comes from <paramref name="voice"/>.</summary>
    public void OnSpeaking(Voice voice, long now)
    {
        if (Volatile.Read(ref _speaker) == voice) return;
        Charge(Turn, now);
        Volatile.Write(ref _speaker, voice);
    }

    /// <summary>Charges the time up to the last word to the speaker, and the silence behind it to <paramref name="awaited"/>.</summary>
    public void Charge(Side awaited, long now)
    {
        if (Volatile.Read(ref _speaker) is { } speaker) _clock.Charge(speaker.Side, speaker.LastAt);
        _clock.Charge(awaited, now);
    }
}
