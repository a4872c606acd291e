using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

using Microsoft.Extensions.ObjectPool;

namespace Sluice.Transport.Io;

/// <summary>
/// A socket operation that is its own awaitable, reused for one operation after the other. Made for this: one await at
/// a time, no execution context, no scheduling context, no cancellation (closing the socket ends it), continuations
/// run on the thread that completed it.
/// </summary>
internal sealed class SocketOperation() : SocketAsyncEventArgs(true), IValueTaskSource<IoResult>
{
    private ManualResetValueTaskSourceCore<IoResult> _core;
    private ObjectPool<SocketOperation>? _home;

    public ValueTask<IoResult> ReceiveAsync(Socket socket, Memory<byte> buffer)
    {
        SetBuffer(buffer);
        _core.Reset();
        try
        {
            return socket.ReceiveAsync(this) ? new(this, _core.Version) : new(Result());
        }
        catch (ObjectDisposedException)
        {
            return new(new IoResult(0, "closed here"));
        }
    }

    /// <summary>Sends all of it; goes back to <paramref name="home"/> by itself when the result has been taken.</summary>
    public ValueTask<IoResult> SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, ObjectPool<SocketOperation> home)
    {
        SetBuffer(MemoryMarshal.AsMemory(bytes));
        _core.Reset();
        _home = home;
        IoResult result;
        try
        {
            if (socket.SendAsync(this)) return new(this, _core.Version);
            result = Result();
        }
        catch (ObjectDisposedException)
        {
            result = new(0, "closed here");
        }
        GoHome();
        return new(result);
    }

    protected override void OnCompleted(SocketAsyncEventArgs e) => _core.SetResult(Result());

    IoResult IValueTaskSource<IoResult>.GetResult(short token)
    {
        var result = _core.GetResult(token);
        GoHome();
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<IoResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<IoResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void GoHome()
    {
        if (_home is not { } home) return;
        _home = null;
        // A pooled operation keeps no buffer alive.
        SetBuffer(default);
        home.Return(this);
    }

    private IoResult Result() => SocketError == SocketError.Success ? new(BytesTransferred, null) : new(0, SocketFault.Describe(SocketError));
}
