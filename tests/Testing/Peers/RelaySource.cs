using Sluice.Transport;

namespace Sluice.Testing.Peers;

/// <summary>The backend of a <see cref="RelayChain"/>: sends packets of one size as its window allows.</summary>
internal sealed class RelaySource : SilentObserver
{
    private readonly byte[] _data = DeterministicNoise.Create(32 * 1024, 9);
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private SshChannel? _channel;
    private int _left;
    private int _size;

    public Task ChannelKnown => _known.Task.WaitAsync(TimeSpan.FromSeconds(10));

    public void Begin(int count, int size)
    {
        lock (_lock)
        {
            (_left, _size) = (count, size);
            Continue();
        }
    }

    public override void OnRequest(SshChannel channel, in ChannelRequest request)
    {
        _channel = channel;
        _known.TrySetResult();
    }

    public override void OnWindowAdjusted(SshChannel channel, uint bytes)
    {
        lock (_lock) Continue();
    }

    private void Continue()
    {
        // Whole packets only: the window is much larger than one.
        for (; _left > 0 && _channel!.RemoteWindow >= _size; _left--) _channel.Send(_data.AsSpan(0, _size));
    }
}
