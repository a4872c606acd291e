using Sluice.Proxy.Admin.Live;
using Sluice.Proxy.Sessions;
using Sluice.Transport;

namespace Sluice.Proxy.Admin.Memory;

/// <summary>Takes samples. Each costs tens of microseconds, and two system calls for each request up to <see cref="MostSockets"/>.</summary>
internal sealed class MemoryReader(LiveSessions live, TimeProvider time)
{
    /// <summary>
    /// Sockets that are asked for one sample. Connections without a request have nothing in the kernel's queues, so they are
    /// not asked at all; of more requests than these a part stands for the rest.
    /// </summary>
    public const int MostSockets = 1000;

    private long _stamp = time.GetTimestamp();
    private TimeSpan _paused = GC.GetTotalPauseDuration();
    private TimeSpan _processor = ProcessorTime();
    private long _allocated = GC.GetTotalAllocatedBytes();

    /// <summary>A sample of now; its intervals begin at the one before. Called by one thread at a time.</summary>
    public MemorySample Read()
    {
        var (stamp, paused, processor, allocated) = (time.GetTimestamp(), GC.GetTotalPauseDuration(), ProcessorTime(), GC.GetTotalAllocatedBytes());
        var seconds = Math.Max(0.001, time.GetElapsedTime(_stamp, stamp).TotalSeconds);
        var last = GC.GetGCMemoryInfo(GCKind.Any);
        var rented = BufferUsage.Read().ToDictionary(role => role.Role, role => role.Bytes);
        var (connections, requests) = (live.Connections, live.Requests);
        var sample = new MemorySample
        {
            Time = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Resident = Environment.WorkingSet,
            Heap = GC.GetTotalMemory(forceFullCollection: false),
            Gen0 = Size(last, 0),
            Gen1 = Size(last, 1),
            Gen2 = Size(last, 2),
            Large = Size(last, 3),
            Pinned = Size(last, 4),
            Fragmented = last.FragmentedBytes,
            Committed = last.TotalCommittedBytes,
            Paused = Math.Round((paused - _paused).TotalMilliseconds, 2),
            AllocationRate = (long)((allocated - _allocated) / seconds),
            Processor = Math.Round((processor - _processor).TotalSeconds / seconds, 3),
            Rented = rented,
            Kernel = Kernel(),
            Connections = connections,
            Requests = requests,
            Accounted = rented.Values.Sum() + (connections * ObjectSizes.Connection) + (requests * ObjectSizes.Request),
        };
        (_stamp, _paused, _processor, _allocated) = (stamp, paused, processor, allocated);
        return sample;
    }

    private static long Size(GCMemoryInfo info, int generation) =>
        generation < info.GenerationInfo.Length ? info.GenerationInfo[generation].SizeAfterBytes : 0;

    private static TimeSpan ProcessorTime() =>
        OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() ? TimeSpan.Zero : Environment.CpuUsage.TotalTime;

    private long Kernel()
    {
        var (asked, all, bytes) = (0, 0, 0L);
        foreach (var request in live.Running)
        {
            all++;
            if (asked >= MostSockets) continue;
            asked++;
            bytes += Bytes(request.Session.Connection.ReadSocket()) + Bytes(request.Lease?.Connection.ReadSocket());
        }
        return asked == 0 ? 0 : (long)(bytes * ((double)all / asked));
    }

    private static long Bytes(SocketUsage? usage) => usage is { } now ? now.ReceiveQueue + now.SendQueue : 0;
}
