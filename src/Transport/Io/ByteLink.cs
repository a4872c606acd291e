namespace Sluice.Transport.Io;

/// <summary>
/// A two-way stream of bytes: a socket, or a pair of memories in tests. One receive and one send may be under way at a
/// time. Each returned task is awaited once.
/// </summary>
internal abstract class ByteLink : IDisposable
{
    /// <summary>Waits until there is something to receive, or the end; holds no buffer meanwhile.</summary>
    public abstract ValueTask<IoResult> WaitAsync();

    /// <summary>Receives what is there without waiting; false if nothing is.</summary>
    public abstract bool TryReceive(Memory<byte> buffer, out IoResult result);

    /// <summary>Sends all of it.</summary>
    public abstract ValueTask<IoResult> SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Tells the peer that nothing more comes; receiving goes on.</summary>
    public abstract void ShutdownSend();

    /// <summary>Ends both directions; what is under way completes with a failure. May be called again.</summary>
    public abstract void Close();

    /// <summary>What the kernel holds and knows of it; null of what is no socket, or is closed.</summary>
    public virtual SocketUsage? ReadUsage() => null;

    /// <summary>Closes, and releases what receiving used; called by the receive loop when it is done.</summary>
    public abstract void Dispose();
}
