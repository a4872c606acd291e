using Sluice.Transport.Diagnostics;

namespace Sluice.Transport.Connection;

/// <summary>Measures how long the kernel let one send wait. Belongs to the outbound gate.</summary>
internal struct SendStall
{
    private long _since;

    /// <summary>The kernel did not take the bytes at once.</summary>
    public void Begin() => _since = Environment.TickCount64;

    /// <summary>It has taken them, or never will; a wait that can be measured is recorded.</summary>
    public void End(FlightRing track)
    {
        if (_since == 0) return;
        var waited = Environment.TickCount64 - _since;
        _since = 0;
        if (waited > 0) track.Record(FlightNote.SendStalled, waited);
    }
}
