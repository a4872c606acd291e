using Sluice.Transport.Buffers;

namespace Sluice.Transport.Diagnostics;

/// <summary>
/// What a connection did last, for whoever asks why it ended: a ring for each direction, because each has one writer, the
/// receive loop and the outbound gate.
/// </summary>
internal sealed class FlightRecorder
{
    public FlightRecorder(BufferPool pool)
    {
        var (started, moving) = (Environment.TickCount64, new Lock());
        In = new FlightRing(pool, isInbound: true, started, moving);
        Out = new FlightRing(pool, isInbound: false, started, moving);
    }

    /// <summary>What the peer sent; written by the receive loop.</summary>
    public FlightRing In { get; }

    /// <summary>What was sealed; written under the outbound gate.</summary>
    public FlightRing Out { get; }

    /// <summary>Both directions in one, by time. Safe from any thread.</summary>
    public IReadOnlyList<FlightEvent> Read()
    {
        var events = new List<FlightEvent>(2 * FlightRing.Capacity);
        In.CopyTo(events);
        Out.CopyTo(events);
        // Stable, so that each direction keeps its order within a millisecond.
        return [.. events.OrderBy(entry => entry.At)];
    }

    /// <summary>The connection is over and nobody writes any more.</summary>
    public void Close()
    {
        In.Close();
        Out.Close();
    }
}
