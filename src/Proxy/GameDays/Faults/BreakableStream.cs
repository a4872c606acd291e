using Sluice.Proxy.Observability;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>A stream onto a disk that can be full.</summary>
internal sealed class BreakableStream(Stream inner) : WriteStream
{
    /// <summary>True from when the disk is full.</summary>
    public volatile bool IsFull;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsFull) throw new IOException("No space left on device (a game day has it so)");
        inner.Write(buffer);
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}
