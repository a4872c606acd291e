namespace Sluice.Transport.Io;

/// <summary>What a read or a write came to: an expected failure is a value, never an exception.</summary>
/// <param name="Bytes">Bytes transferred; 0 from a receive means that the peer sends no more.</param>
/// <param name="Fault">Null, or what went wrong, for a log line.</param>
internal readonly record struct IoResult(int Bytes, string? Fault)
{
    public bool Failed => Fault is not null;
}
