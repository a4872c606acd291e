namespace Sluice.Transport.Diagnostics;

/// <summary>Counts connections, their ends and what they agreed on, for the process. Safe from any thread.</summary>
internal sealed class ConnectionCounts
{
    private static readonly int _reasons = Enum.GetValues<EndReason>().Length;
    private static readonly int _sides = Enum.GetValues<EndSide>().Length;

    private readonly long[] _ends = new long[2 * _reasons * _sides];
    private readonly long[] _opened = new long[2];
    private readonly long[] _connected = new long[2];
    private readonly long[] _withoutKeys = new long[2];

    /// <summary>Those of this process.</summary>
    public static ConnectionCounts Shared { get; } = new();

    public void Opened(bool isServer) => Interlocked.Increment(ref _opened[Role(isServer)]);

    public void Connected(bool isServer) => Interlocked.Increment(ref _connected[Role(isServer)]);

    /// <param name="isServer">Our role.</param>
    /// <param name="hasKeys">True if the first key exchange was completed.</param>
    /// <param name="end">How it ended.</param>
    public void Ended(bool isServer, bool hasKeys, End end)
    {
        Interlocked.Increment(ref _ends[Index(isServer, end.Reason, end.Side)]);
        if (!hasKeys) Interlocked.Increment(ref _withoutKeys[Role(isServer)]);
    }

    public long ReadOpened(bool isServer) => Volatile.Read(ref _opened[Role(isServer)]);

    public long ReadConnected(bool isServer) => Volatile.Read(ref _connected[Role(isServer)]);

    public long ReadWithoutKeys(bool isServer) => Volatile.Read(ref _withoutKeys[Role(isServer)]);

    public long ReadEnded(bool isServer, EndReason reason, EndSide side) => Volatile.Read(ref _ends[Index(isServer, reason, side)]);

    private static int Role(bool isServer) => isServer ? 0 : 1;

    private static int Index(bool isServer, EndReason reason, EndSide side) => (((Role(isServer) * _reasons) + (int)reason) * _sides) + (int)side;
}
