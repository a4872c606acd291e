using Sluice.Transport;

namespace Sluice.Testing.Peers;

/// <summary>The client of a <see cref="RelayChain"/>: counts bytes and grants what it took, as clients do, in larger pieces.</summary>
internal sealed class RelaySink : SilentObserver
{
    private const int GrantAfter = 256 * 1024;

    private readonly object _arrival = new();
    private long _left;
    private int _taken;

    public void Begin(long bytes) => Volatile.Write(ref _left, bytes);

    public void Wait()
    {
        var limit = Environment.TickCount64 + 60_000;
        lock (_arrival)
        {
            while (Volatile.Read(ref _left) > 0)
            {
                if (!Monitor.Wait(_arrival, TimeSpan.FromMilliseconds(Math.Max(0, limit - Environment.TickCount64)))) throw new TimeoutException($"{_left} bytes did not arrive within a minute.");
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
        lock (_arrival) Monitor.Pulse(_arrival);
    }
}
