using Sluice.Transport;

namespace Sluice.Load;

/// <summary>Sends so many bytes as fast as window and kernel take them, then says that no more come.</summary>
internal sealed class UploadChannel(string command, long bytes) : CommandChannel(command)
{
    /// <summary>What may wait in this process: the window alone would let it grow to megabytes.</summary>
    private const long MaxQueued = 256 * 1024;

    private static readonly byte[] _noise = Noise();
    private readonly Lock _lock = new();
    private long _left = bytes;
    private bool _hasStarted;

    public override void OnWindowAdjusted(SshChannel channel, uint bytes) => Continue(channel);

    public override void OnDrained(SshChannel channel) => Continue(channel);

    protected override void OnStarted(SshChannel channel)
    {
        lock (_lock) _hasStarted = true;
        Continue(channel);
    }

    private void Continue(SshChannel channel)
    {
        lock (_lock)
        {
            if (!_hasStarted || _left == 0) return;
            while (_left > 0 && channel.RemoteWindow > 0 && channel.Queued < MaxQueued)
            {
                var sent = channel.Send(_noise.AsSpan(0, (int)Math.Min(_noise.Length, _left)));
                if (sent == 0) return;
                _left -= sent;
            }
            if (_left == 0) channel.SendEof();
        }
    }

    private static byte[] Noise()
    {
        var noise = new byte[32 * 1024];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
