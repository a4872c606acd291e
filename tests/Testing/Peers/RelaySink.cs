using Sluice.Transport;

namespace Sluice.Testing.Peers;

/// <summary>The client of a <see cref="RelayChain"/>: counts bytes and grants what it took, as clients do, in larger pieces.</summary>
internal sealed class RelaySink : SilentObserver
{
    private const int GrantAfter = 256 * 1024;

    private readonly object _gate = new();
    private long _left;
    private int _taken;

    public void Begin(long bytes) => Volatile.Write(ref _left, bytes);

    /// <summary>Blocks until all of it has arrived.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            while (Volatile.Read(ref _left) > 0)
            {
                if (!Monitor.Wait(_gate, TimeSpan.FromSeconds(60))) throw new TimeoutException($"{_left} bytes did not arrive within a minute.");
            }
        }
    }

    public override void OnData(SshChannel channel, in ChannelData data)
    {
        var length = data.Bytes.Length;
        _taken += length;
        if (_taken >= GrantAfter)
        {
            channel.Grant((uint)_taken);
            _taken = 0;
        }
        if (Interlocked.Add(ref _left, -length) > 0) return;
        lock (_gate) Monitor.PulseAll(_gate);
    }
}
