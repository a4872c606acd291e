using Sluice.Transport;

namespace Sluice.Testing.Peers;

/// <summary>The middle of a <see cref="RelayChain"/>: hears the client's channel and the backend's, and passes between them.</summary>
internal sealed class RelayJoint : SilentObserver
{
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SshChannel? _front;
    private SshChannel? _back;

    public Task FrontKnown => _known.Task.WaitAsync(TimeSpan.FromSeconds(10));

    public override void OnRequest(SshChannel channel, in ChannelRequest request)
    {
        _front = channel;
        _known.TrySetResult();
    }

    public override void OnOpened(SshChannel channel) => _back = channel;

    public override void OnData(SshChannel channel, in ChannelData data) => _front!.Forward(data);

    public override void OnWindowAdjusted(SshChannel channel, uint bytes)
    {
        if (channel == _front) _back?.Grant(bytes);
    }
}
