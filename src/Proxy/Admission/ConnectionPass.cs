using System.Net;

using Sluice.Transport;

namespace Sluice.Proxy.Admission;

/// <summary>An unauthenticated connection that is counted; it is counted out once, however it ends.</summary>
internal sealed class ConnectionPass(AdmissionGate gate) : IConnectionPass
{
    private int _isReleased;

    /// <summary>What it is counted as. This and what follows is guarded by the gate's lock.</summary>
    public StartupClass Class { get; private set; }

    /// <summary>Where it comes from; null before it is known.</summary>
    public Source? Source { get; private set; }

    /// <summary>True if its source is never punished.</summary>
    public bool IsExempt { get; private set; }

    /// <summary>True if it is counted.</summary>
    public bool IsEntered { get; private set; }

    /// <summary>It is counted from now on.</summary>
    public void Enter(StartupClass which, Source? source, bool isExempt) => (Class, Source, IsExempt, IsEntered) = (which, source, isExempt, true);

    /// <inheritdoc/>
    public bool OnNamed(IPEndPoint source, IPEndPoint destination, out ReadOnlyMemory<byte> farewell) =>
        gate.TryAdmit(this, source, destination, isProxy: false, out farewell);

    /// <inheritdoc/>
    public async ValueTask<bool> TakeTurnAsync()
    {
        var isTurn = await gate.Queue.EnterAsync(Source!, Class == StartupClass.Known, gate.Model.KeyExchangeTimeout).ConfigureAwait(false);
        if (!isTurn) gate.OnTurnMissed(this);
        return isTurn;
    }

    /// <inheritdoc/>
    public void EndTurn() => gate.Queue.Leave();

    /// <inheritdoc/>
    public void OnAuthenticated() => Release(PenaltyKind.None, isWelcome: true);

    /// <inheritdoc/>
    public void OnUnauthenticated(UnauthenticatedEnd end) => Release(PenaltyKinds.Of(end), isWelcome: false);

    /// <inheritdoc/>
    public void OnTurnedAway() => Release(PenaltyKind.None, isWelcome: false);

    private void Release(PenaltyKind penalty, bool isWelcome)
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0) gate.Release(this, penalty, isWelcome);
    }
}
