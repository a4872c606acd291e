namespace Sluice.Transport.Buffers;

/// <summary>What a rented block is for; the ledger counts by it.</summary>
internal enum BufferRole
{
    /// <summary>Bytes from the socket, opened in place.</summary>
    Receive,

    /// <summary>Sealed packets on their way to the socket.</summary>
    Send,

    /// <summary>A payload that waits for a key exchange to end.</summary>
    Held,

    /// <summary>The flight recorder of a connection with channels.</summary>
    Recorder,
}
