using System.Text;

using Sluice.Transport;

namespace Sluice.Load;

/// <summary>A channel with one command on it: takes what comes and grants it again, and knows when it is over.</summary>
internal class CommandChannel : IChannelObserver
{
    private const uint Window = 2 << 20;
    private const uint MaxPacket = 32 * 1024;
    private const int GrantAfter = 1 << 18;

    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<uint?> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _command;
    private uint? _status;
    private int _ungranted;
    private long _received;

    /// <param name="command">The exec line.</param>
    public CommandChannel(string command) => _command = Encoding.UTF8.GetBytes(command);

    /// <summary>Bytes that came.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>True once the server took the command, false if it did not.</summary>
    public Task<bool> Started => _started.Task;

    /// <summary>The exit status, or null if there was none, once the channel is over.</summary>
    public Task<uint?> Over => _over.Task;

    /// <summary>The channel; there from the opening on.</summary>
    protected SshChannel? Channel { get; private set; }

    /// <summary>Opens it on a connection.</summary>
    public void Open(SshConnection connection) => connection.OpenSession(this, Window, MaxPacket);

    /// <summary>Ends it from this side.</summary>
    public void Close() => Channel?.SendClose();

    public virtual void OnData(SshChannel channel, in ChannelData data)
    {
        _received += data.Bytes.Length;
        _ungranted += data.Bytes.Length;
        if (_ungranted < GrantAfter) return;
        channel.Grant((uint)_ungranted);
        _ungranted = 0;
    }

    public virtual void OnWindowAdjusted(SshChannel channel, uint bytes)
    {
    }

    public virtual void OnDrained(SshChannel channel)
    {
    }

    void IChannelObserver.OnOpened(SshChannel channel)
    {
        Channel = channel;
        channel.SendExec(_command, wantsReply: true);
    }

    void IChannelObserver.OnOpenRefused(SshChannel channel, uint reasonCode, string description) => _started.TrySetResult(false);

    void IChannelObserver.OnRequestReply(SshChannel channel, bool success)
    {
        _started.TrySetResult(success);
        if (success) OnStarted(channel);
    }

    void IChannelObserver.OnRequest(SshChannel channel, in ChannelRequest request)
    {
        if (request.TryReadExitStatus(out var status)) _status = status;
        if (request.WantsReply) channel.SendRequestReply(false);
    }

    void IChannelObserver.OnEof(SshChannel channel)
    {
    }

    void IChannelObserver.OnClosed(SshChannel channel) => channel.SendClose();

    void IChannelObserver.OnEnded(SshChannel channel, End? end)
    {
        _started.TrySetResult(false);
        _over.TrySetResult(_status);
    }

    /// <summary>The server took the command.</summary>
    protected virtual void OnStarted(SshChannel channel)
    {
    }
}
