using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace Sluice.Transport.Io;

/// <summary>
/// A socket operation that is its own awaitable, reused for one operation after the other. Made for this: one await at
/// a time, no execution context, no scheduling context, no cancellation (closing the socket ends it), continuations
/// run on the thread that completed it.
/// </summary>
internal sealed class SocketOperation() : SocketAsyncEventArgs(true), IValueTaskSource<IoResult>
{
    private ManualResetValueTaskSourceCore<IoResult> _core;

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

    public ValueTask<IoResult> SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        SetBuffer(System.Runtime.InteropServices.MemoryMarshal.AsMemory(bytes));
        _core.Reset();
        try
        {
            return socket.SendAsync(this) ? new(this, _core.Version) : new(Result());
        }
        catch (ObjectDisposedException)
        {
            return new(new IoResult(0, "closed here"));
        }
    }

    /// <summary>Lets go of the caller's buffer, so that a pooled operation keeps nothing alive.</summary>
    public void Forget() => SetBuffer(default);

    protected override void OnCompleted(SocketAsyncEventArgs e) => _core.SetResult(Result());

    IoResult IValueTaskSource<IoResult>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<IoResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<IoResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private IoResult Result() => SocketError == SocketError.Success ? new(BytesTransferred, null) : new(0, SocketFault.Describe(SocketError));
}
