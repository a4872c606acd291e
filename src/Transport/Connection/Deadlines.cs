using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Connection;

/// <summary>The connection's waits, each with its bound; looked at once a second by the sweep instead of having timers.</summary>
internal sealed class Deadlines(SshConnection connection, ConnectionSettings settings, KeyExchanges exchanges, Outbound outbound)
{
    /// <summary>How long the peer may take to close after our DISCONNECT.</summary>
    private const int LingerMilliseconds = 3000;

    private const int RenewalPauseMilliseconds = 30_000;

    /// <summary>The sweep looks once a second, so a keepalive goes out up to a second late.</summary>
    private const int AnswerMilliseconds = 3000;

    private readonly long _started = Environment.TickCount64;
    private long _lastReceived = Environment.TickCount64;
    private long _renewalAsked;
    private long _endedAt;
    private int _unanswered;

    /// <summary>True while a keepalive is unanswered for longer than an answer takes.</summary>
    public bool IsAnswerOverdue => Volatile.Read(ref _unanswered) is > 0 and var unanswered
        && Environment.TickCount64 - Volatile.Read(ref _lastReceived) > (settings.AliveInterval.TotalMilliseconds * unanswered) + AnswerMilliseconds;

    /// <summary>The peer lives.</summary>
    public void OnReceived()
    {
        Volatile.Write(ref _lastReceived, Environment.TickCount64);
        Volatile.Write(ref _unanswered, 0);
    }

    /// <summary>The connection ended; its link may linger.</summary>
    public void OnEnded() => Volatile.Write(ref _endedAt, Environment.TickCount64);

    /// <summary>The keys are to be exchanged now.</summary>
    public void RenewKeys()
    {
        exchanges.Expire();
        _renewalAsked = 0;
        RenewKeysIfOld(Environment.TickCount64);
    }

    /// <summary>Compares all stamps with <paramref name="now"/>, in ticks of milliseconds.</summary>
    public void OnTick(long now)
    {
        if (!connection.IsAlive)
        {
            // The stamp comes a moment after the end.
            if (Volatile.Read(ref _endedAt) is not 0 and var endedAt && now - endedAt > LingerMilliseconds) connection.Abandon();
        }
        else if (!connection.IsConnected && Exceeds(now - _started, settings.Grace))
        {
            connection.End(EndReason.GraceExceeded, EndSide.Peer, "Not authenticated in time.");
        }
        else if (exchanges.RunningSince is not 0 and var since && Exceeds(now - since, settings.ExchangeTimeout))
        {
            connection.End(EndReason.GraceExceeded, EndSide.Peer, "A key exchange did not finish in time.");
        }
        else if (connection.IsConnected)
        {
            RenewKeysIfOld(now);
            KeepAlive(now);
        }
    }

    private static bool Exceeds(long milliseconds, TimeSpan limit) => limit > TimeSpan.Zero && milliseconds > limit.TotalMilliseconds;

    /// <summary>Exchanges are the receive loop's to begin: the answer to a keepalive wakes it when nothing else does.</summary>
    private void RenewKeysIfOld(long now)
    {
        if (exchanges.RunningSince != 0 || !exchanges.AreKeysOld(now) || now - _renewalAsked < RenewalPauseMilliseconds) return;
        _renewalAsked = now;
        outbound.Send(new GlobalRequestMessage("keepalive@openssh.com"u8, true));
    }

    private void KeepAlive(long now)
    {
        var unanswered = Volatile.Read(ref _unanswered);
        if (!Exceeds(now - Volatile.Read(ref _lastReceived), settings.AliveInterval * (unanswered + 1))) return;
        if (unanswered >= settings.AliveCountMax)
        {
            connection.End(EndReason.IdleTimeout, EndSide.Peer, "The peer does not answer.");
            return;
        }
        Volatile.Write(ref _unanswered, unanswered + 1);
        outbound.Send(new GlobalRequestMessage("keepalive@openssh.com"u8, true));
    }
}
