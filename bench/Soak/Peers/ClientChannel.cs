using System.Text;

using Sluice.Testing.Peers;
using Sluice.Transport;

namespace Sluice.Soak.Peers;

/// <summary>One session of a client of the tool's own, and what it heard.</summary>
/// <param name="reads">False takes what its first window lets pass and grants no more.</param>
internal sealed class ClientChannel(bool reads = true) : SilentObserver
{
    private const int MaxErrorText = 16 * 1024;

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _eof = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _error = new();
    private long _bytes;

    /// <summary>The channel is open.</summary>
    public Task Opened => _opened.Task;

    /// <summary>The command was taken or refused, or the end came.</summary>
    public Task Answered => _answered.Task;

    /// <summary>The first byte came, or the end.</summary>
    public Task Heard => _heard.Task;

    /// <summary>The other side sends no more, or the end came.</summary>
    public Task Eof => _eof.Task;

    /// <summary>The channel is over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Bytes of standard output.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public uint? ExitStatus { get; private set; }

    public string? ExitSignal { get; private set; }

    /// <summary>Standard error.</summary>
    public string Error
    {
        get
        {
            lock (_error) return _error.ToString();
        }
    }

    /// <inheritdoc/>
    public override void OnOpened(SshChannel channel) => _opened.TrySetResult();

    /// <inheritdoc/>
    public override void OnOpenRefused(SshChannel channel, uint reasonCode, string description) => OnEnded(channel, null);

    /// <inheritdoc/>
    public override void OnData(SshChannel channel, in ChannelData data)
    {
        if (data.ExtendedType == 0) Interlocked.Add(ref _bytes, data.Bytes.Length);
        else if (_error.Length < MaxErrorText)
        {
            lock (_error) _error.Append(Encoding.UTF8.GetString(data.Bytes));
        }
        if (reads) channel.Grant((uint)data.Bytes.Length);
        _heard.TrySetResult();
    }

    /// <inheritdoc/>
    public override void OnRequest(SshChannel channel, in ChannelRequest request)
    {
        if (request.TryReadExitStatus(out var status)) ExitStatus = status;
        else if (request.TryReadExitSignal(out var signal, out _)) ExitSignal = signal;
        base.OnRequest(channel, request);
    }

    /// <inheritdoc/>
    public override void OnRequestReply(SshChannel channel, bool success) => _answered.TrySetResult();

    /// <inheritdoc/>
    public override void OnEof(SshChannel channel) => _eof.TrySetResult();

    /// <inheritdoc/>
    public override void OnEnded(SshChannel channel, End? end)
    {
        _opened.TrySetResult();
        _answered.TrySetResult();
        _heard.TrySetResult();
        _eof.TrySetResult();
        _ended.TrySetResult();
    }
}
