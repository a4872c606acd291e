using Sluice.Transport.Io;

namespace Sluice.Testing.InMemory;

/// <summary>One end of a pair of links that behave like a TCP connection without being one.</summary>
internal sealed class MemoryLink : ByteLink
{
    private readonly MemoryPipe _incoming;
    private readonly MemoryPipe _outgoing;
    private readonly int _drip;

    private MemoryLink(MemoryPipe incoming, MemoryPipe outgoing, int drip) => (_incoming, _outgoing, _drip) = (incoming, outgoing, drip);

    /// <summary>Two ends, each of which receives at most <paramref name="drip"/> bytes at a time.</summary>
    public static (MemoryLink First, MemoryLink Second) CreatePair(int drip = int.MaxValue)
    {
        var (there, back) = (new MemoryPipe(), new MemoryPipe());
        return (new(back, there, drip), new(there, back, drip));
    }

    public override ValueTask<IoResult> WaitAsync() => _incoming.WaitAsync();

    public override bool TryReceive(Memory<byte> buffer, out IoResult result) =>
        _incoming.TryRead(buffer.Span[..Math.Min(buffer.Length, _drip)], out result);

    public override ValueTask<IoResult> SendAsync(ReadOnlyMemory<byte> bytes) => _outgoing.WriteAsync(bytes);

    public override void ShutdownSend() => _outgoing.End();

    public override void Close()
    {
        _outgoing.End();
        _incoming.Break();
    }

    public override void Dispose() => Close();
}
