namespace Sluice.Transport.Crypto.Keys;

/// <summary>
/// Imported forms of one key, which the platform lets one thread use at a time and which cost as much to make as a
/// verification. Thread-safe: who finds none idle makes one more, and up to <paramref name="spare"/> are kept.
/// </summary>
internal sealed class KeyHandles<T>(Func<T> create, int spare)
    where T : class, IDisposable
{
    private readonly T?[] _idle = new T?[spare];
    private volatile bool _closed;

    /// <summary>An imported key for the caller alone, who gives it back by <see cref="Return"/>.</summary>
    /// <exception cref="ObjectDisposedException">The key has been closed.</exception>
    public T Rent()
    {
        ThrowIfClosed();
        foreach (ref var slot in _idle.AsSpan())
        {
            if (Interlocked.Exchange(ref slot, null) is { } handle) return handle;
        }
        var created = create();
        if (!_closed) return created;
        // The numbers may have been cleared while they were imported.
        created.Dispose();
        throw new ObjectDisposedException(GetType().FullName);
    }

    public void Return(T handle)
    {
        foreach (ref var slot in _idle.AsSpan())
        {
            if (_closed) break;
            if (Interlocked.CompareExchange(ref slot, handle, null) is null)
            {
                // A closing that ran in between has not seen this one.
                if (_closed) Interlocked.Exchange(ref slot, null)?.Dispose();
                return;
            }
        }
        handle.Dispose();
    }

    /// <exception cref="ObjectDisposedException">The key has been closed.</exception>
    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_closed, this);

    /// <summary>Lets go of the idle ones, and of the others when they are given back. A public key leaves that to the collector.</summary>
    public void Close()
    {
        _closed = true;
        foreach (ref var slot in _idle.AsSpan()) Interlocked.Exchange(ref slot, null)?.Dispose();
    }
}
