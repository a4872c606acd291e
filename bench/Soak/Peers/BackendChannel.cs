using System.Globalization;
using System.Text;

using Sluice.Testing.Peers;
using Sluice.Transport;

namespace Sluice.Soak.Peers;

/// <summary>One command at a <see cref="LightBackend"/>.</summary>
internal sealed class BackendChannel(LightBackend backend) : SilentObserver
{
    private const uint TakeGrant = 1 << 20;

    private static readonly byte[] _noise = new byte[32 * 1024];

    private readonly Lock _sending = new();
    private BackendWord _word;
    private long _number;
    private long _left;
    private long _taken;
    private long _ungranted;
    private bool _runs;

    /// <inheritdoc/>
    public override void OnRequest(SshChannel channel, in ChannelRequest request)
    {
        if (!request.TryReadExec(out var line))
        {
            base.OnRequest(channel, request);
            return;
        }
        // git-upload-pack '/main/send/1000'
        var parts = Encoding.UTF8.GetString(line).Trim('\'').Split('/');
        _word = Enum.Parse<BackendWord>(parts[^2], ignoreCase: true);
        _number = long.Parse(parts[^1], CultureInfo.InvariantCulture);
        if (_word == BackendWord.Silent) return;
        if (_word == BackendWord.Late) _ = StartLateAsync(channel);
        else Start(channel);
    }

    /// <inheritdoc/>
    public override void OnWindowAdjusted(SshChannel channel, uint bytes) => Continue(channel);

    /// <inheritdoc/>
    public override void OnDrained(SshChannel channel) => Continue(channel);

    /// <inheritdoc/>
    public override void OnData(SshChannel channel, in ChannelData data)
    {
        _taken += data.Bytes.Length;
        _ungranted += data.Bytes.Length;
        if (_ungranted < TakeGrant / 2) return;
        channel.Grant((uint)_ungranted);
        _ungranted = 0;
    }

    /// <inheritdoc/>
    public override void OnEof(SshChannel channel)
    {
        if (_word == BackendWord.Take) Leave(channel, _taken == _number ? 0u : 1u);
        if (_word == BackendWord.Quiet) Leave(channel, 0);
    }

    private static void Leave(SshChannel channel, uint status)
    {
        channel.SendEof();
        channel.SendExitStatus(status);
        channel.SendClose();
    }

    private async Task StartLateAsync(SshChannel channel)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_number));
        channel.SendRequestReply(true);
        Leave(channel, 0);
    }

    private void Start(SshChannel channel)
    {
        channel.SendRequestReply(_word != BackendWord.Refuse);
        switch (_word)
        {
            case BackendWord.Refuse:
                channel.SendClose();
                break;
            case BackendWord.Status:
                Leave(channel, (uint)_number);
                break;
            case BackendWord.Signal:
                channel.SendRequest("exit-signal"u8, wantsReply: false, [0, 0, 0, 4, (byte)'K', (byte)'I', (byte)'L', (byte)'L', 0, 0, 0, 0, 0, 0, 0, 0, 0]);
                channel.SendClose();
                break;
            case BackendWord.Quiet:
                channel.SendEof();
                break;
            case BackendWord.Send or BackendWord.Bare or BackendWord.Cut or BackendWord.Endless:
                _left = _word == BackendWord.Endless ? long.MaxValue : _number;
                _runs = true;
                Continue(channel);
                break;
        }
    }

    /// <summary>Sends what the window lets pass, as long as this process need not keep it.</summary>
    private void Continue(SshChannel channel)
    {
        lock (_sending)
        {
            if (!_runs) return;
            while (_left > 0 && channel.Queued < 4 * _noise.Length)
            {
                var sent = channel.Send(_noise.AsSpan(0, (int)Math.Min(_left, _noise.Length)));
                if (sent == 0) return;
                _left -= sent;
            }
            if (_left > 0) return;
            _runs = false;
        }
        if (_word == BackendWord.Send) Leave(channel, 0);
        else if (_word == BackendWord.Bare) channel.SendClose();
        else backend.Cut(channel.Connection);
    }
}
