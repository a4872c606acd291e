namespace Sluice.Transport.Io;

/// <summary>A socket on a road that may be slow or blocked. Between two receipts the delay passes, so that it is a rate as well.</summary>
internal sealed class FaultyLink : ByteLink
{
    private readonly SocketLink _link;
    private readonly FaultyRoad _road;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _arrived;

    public FaultyLink(SocketLink link, FaultyRoad road)
    {
        (_link, _road) = (link, road);
        road.Add(this);
    }

    /// <summary>What it really is.</summary>
    public SocketLink Real => _link;

    /// <inheritdoc/>
    public override async ValueTask<IoResult> WaitAsync()
    {
        var result = await _link.WaitAsync().ConfigureAwait(false);
        if (result.Failed) return result;
        if (_road.Delay is > 0 and var delay) await Task.WhenAny(_closed.Task, Task.Delay(delay)).ConfigureAwait(false);
        await PassAsync().ConfigureAwait(false);
        _arrived = Environment.TickCount64;
        return _closed.Task.IsCompleted ? new IoResult(0, "closed here") : result;
    }

    /// <inheritdoc/>
    public override bool TryReceive(Memory<byte> buffer, out IoResult result)
    {
        result = default;
        if (!_road.Passable.IsCompleted || (_road.Delay is > 0 and var delay && Environment.TickCount64 - _arrived >= delay)) return false;
        return _link.TryReceive(buffer, out result);
    }

    /// <inheritdoc/>
    public override async ValueTask<IoResult> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await PassAsync().ConfigureAwait(false);
        return await _link.SendAsync(bytes).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void ShutdownSend() => _link.ShutdownSend();

    /// <summary>The peer gets a RST, and we get what a reset leaves behind.</summary>
    public void Reset()
    {
        _link.Reset();
        _closed.TrySetResult();
    }

    /// <inheritdoc/>
    public override SocketUsage? ReadUsage() => _link.ReadUsage();

    /// <inheritdoc/>
    public override void Close()
    {
        _link.Close();
        _closed.TrySetResult();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _road.Remove(this);
        _closed.TrySetResult();
        _link.Dispose();
    }

    private async ValueTask PassAsync()
    {
        if (!_road.Passable.IsCompleted) await Task.WhenAny(_closed.Task, _road.Passable).ConfigureAwait(false);
    }
}
