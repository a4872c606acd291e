using System.Diagnostics;
using System.Globalization;

using Sluice.Soak.Peers;
using Sluice.Testing.Measuring;

namespace Sluice.Soak.Endings;

/// <summary>The proxy when nobody is there: what it still holds, by its own metrics, by the backends' count and by the kernel's.</summary>
internal sealed record Rest(TimeSpan After, IReadOnlyList<string> Held, int Descriptors, int BackendConnections, long ResidentBytes)
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(15);

    /// <summary>Descriptors that do not belong to connections to backends.</summary>
    public int OwnDescriptors => Descriptors - BackendConnections;

    /// <summary>True if nothing was held.</summary>
    public bool IsComplete => Held.Count == 0;

    /// <summary>Waits until nothing is held that should not be, or 15 seconds.</summary>
    /// <param name="site">The site, which nobody uses any more.</param>
    /// <param name="ownDescriptors">Descriptors of its own that the proxy had before; null if that is not known yet.</param>
    public static async Task<Rest> ReachAsync(LightSite site, int? ownDescriptors)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var page = await site.Proxy.MetricsAsync();
            var connections = (int)page["sluice_backend_connections"];
            var descriptors = ProcessFigures.Descriptors(site.Proxy.ProcessId);
            var held = WhatIsHeld(site, page).ToList();
            if (ownDescriptors is { } own && descriptors - connections > own) held.Add(string.Create(CultureInfo.InvariantCulture, $"{descriptors - connections - own} descriptors"));
            var waited = Stopwatch.GetElapsedTime(started);
            if (held.Count == 0 || waited > _limit) return new Rest(waited, held, descriptors, connections, site.Resident);
            await Task.Delay(100);
        }
    }

    private static IEnumerable<string> WhatIsHeld(LightSite site, MetricsPage page)
    {
        foreach (var metric in (string[])["active_requests", "active_connections", "backend_sessions", "backend_waiting", "memory_reserved_bytes", "memory_waiting", "buffers"])
        {
            var value = page[$"sluice_{metric}"];
            if (value != 0) yield return $"{metric} {value}";
        }
        foreach (var (name, backend) in site.Backends)
        {
            var pool = page["sluice_backend_connections", $"backend=\"{name}\""];
            var counted = backend.Connections;
            if (pool != counted) yield return $"backend {name} has {counted} connections, the pool says {pool}";
        }
    }
}
