using Sluice.Transport.Io;

namespace Sluice.Testing.InMemory;

/// <summary>
/// One direction of a <see cref="MemoryLink"/>: a ring of bytes with room for what a kernel would take. A writer that
/// finds it full waits until the reader has made room. Nothing is allocated after it was made.
/// </summary>
internal sealed class MemoryPipe
{
    private const string ClosedHere = "closed here";
    private const string ClosedThere = "closed by the peer";

    private readonly Lock _lock = new();
    private readonly byte[] _ring = new byte[256 * 1024];
    private readonly MemorySignal _reader = new();
    private readonly MemorySignal _writer = new();
    private ReadOnlyMemory<byte> _pending;
    private int _writing;
    private int _head;
    private int _count;
    private bool _ended;
    private bool _broken;

    /// <summary>Waits for bytes or the end.</summary>
    public ValueTask<IoResult> WaitAsync()
    {
        lock (_lock)
        {
            if (_broken) return new(new IoResult(0, ClosedHere));
            return _count > 0 || _ended ? new(default(IoResult)) : _reader.Arm();
        }
    }

    /// <summary>Takes what is there; false if nothing is.</summary>
    public bool TryRead(Span<byte> buffer, out IoResult result)
    {
        lock (_lock)
        {
            result = _broken ? new(0, ClosedHere) : default;
            if (_broken || _count == 0) return _broken || _ended;
            var bytes = Math.Min(buffer.Length, _count);
            var first = Math.Min(bytes, _ring.Length - _head);
            _ring.AsSpan(_head, first).CopyTo(buffer);
            _ring.AsSpan(0, bytes - first).CopyTo(buffer[first..]);
            _head = (_head + bytes) % _ring.Length;
            _count -= bytes;
            result = new(bytes, null);
            if (!_writer.IsArmed) return true;
            _pending = _pending[Put(_pending.Span)..];
            if (_pending.IsEmpty) _writer.Complete(new(_writing, null));
            return true;
        }
    }

    /// <summary>Puts all of it in.</summary>
    public ValueTask<IoResult> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            if (_ended || _broken) return new(new IoResult(0, _ended ? ClosedHere : ClosedThere));
            _writing = bytes.Length;
            _pending = bytes[Put(bytes.Span)..];
            _reader.Complete(default);
            return _pending.IsEmpty ? new(new IoResult(_writing, null)) : _writer.Arm();
        }
    }

    /// <summary>The writer sends no more; what it had not got in yet is lost.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            _reader.Complete(default);
            _writer.Complete(new(0, ClosedHere));
        }
    }

    /// <summary>The reader is gone.</summary>
    public void Break()
    {
        lock (_lock)
        {
            _broken = true;
            _reader.Complete(new(0, ClosedHere));
            _writer.Complete(new(0, ClosedThere));
        }
    }

    private int Put(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, _ring.Length - _count)];
        var tail = (_head + _count) % _ring.Length;
        var first = Math.Min(bytes.Length, _ring.Length - tail);
        bytes[..first].CopyTo(_ring.AsSpan(tail));
        bytes[first..].CopyTo(_ring);
        _count += bytes.Length;
        return bytes.Length;
    }
}
