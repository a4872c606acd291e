using System.Buffers;
using System.Text;

using Sluice.Transport;

namespace Sluice.Proxy.Backends.Probing;

/// <summary>A session channel of a probe: what became of it, and what a command on it said.</summary>
internal sealed class ProbeChannel : IChannelObserver
{
    /// <summary>The most that is heard of a command, in bytes: no more window is granted.</summary>
    public const uint Window = 256 * 1024;

    private readonly TaskCompletionSource<string?> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string?> _output = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Null if the backend opened the channel, otherwise why not.</summary>
    public Task<string?> Opened => _opened.Task;

    /// <summary>All of the command's standard output, once the channel is over.</summary>
    public Task<string?> Output => _output.Task;

    void IChannelObserver.OnOpened(SshChannel channel) => _opened.TrySetResult(null);

    void IChannelObserver.OnOpenRefused(SshChannel channel, uint reasonCode, string description) => _opened.TrySetResult(description);

    void IChannelObserver.OnData(SshChannel channel, in ChannelData data)
    {
        if (data.ExtendedType == 0) _bytes.Write(data.Bytes);
    }

    void IChannelObserver.OnRequest(SshChannel channel, in ChannelRequest request)
    {
        if (request.WantsReply) channel.SendRequestReply(false);
    }

    void IChannelObserver.OnClosed(SshChannel channel) => channel.SendClose();

    void IChannelObserver.OnEnded(SshChannel channel, End? end)
    {
        _opened.TrySetResult(end?.Detail ?? "it was closed");
        _output.TrySetResult(Encoding.UTF8.GetString(_bytes.WrittenSpan));
    }

    void IChannelObserver.OnWindowAdjusted(SshChannel channel, uint bytes)
    {
    }

    void IChannelObserver.OnRequestReply(SshChannel channel, bool success)
    {
    }

    void IChannelObserver.OnEof(SshChannel channel)
    {
    }

    void IChannelObserver.OnDrained(SshChannel channel)
    {
    }
}
