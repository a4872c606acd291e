using System.Globalization;

using Sluice.Testing;
using Sluice.Testing.Measuring;

namespace Sluice.Soak.GameDays;

/// <summary>The proxy when nobody is served: what it holds must be what it held before.</summary>
/// <param name="Descriptors">Descriptors that are not connections to backends.</param>
/// <param name="Held">What should not be there, each with its number.</param>
/// <param name="ResidentBytes">Its memory.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Sockets">Its sockets without those to backends.</param>
internal sealed record GameRest(int Descriptors, IReadOnlyList<string> Held, long ResidentBytes, int Threads, int Sockets)
{
    private static readonly string[] _nothing = ["active_requests", "active_connections", "backend_sessions", "backend_waiting", "memory_reserved_bytes", "memory_waiting", "buffers"];

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    /// <summary>As text.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture, $"{(Held.Count == 0 ? "nothing held" : string.Join(", ", Held))}; {Descriptors} descriptors, {Threads} threads, {ResidentBytes / 1048576.0:0} MiB");

    /// <summary>Waits until nothing is held, or 20 seconds.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="before">What it held before; null if that is being found out.</param>
    public static async Task<GameRest> ReachAsync(SluiceProcess proxy, GameRest? before)
    {
        var began = Environment.TickCount64;
        while (true)
        {
            var page = await proxy.MetricsAsync();
            var held = _nothing.Select(name => (name, value: page[$"sluice_{name}"])).Where(entry => entry.value != 0)
                .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.name} {entry.value}")).ToList();
            var descriptors = ProcessFigures.Descriptors(proxy.ProcessId) - (int)page["sluice_backend_connections"];
            if (before is not null && descriptors > before.Descriptors) held.Add($"{descriptors - before.Descriptors} descriptors");
            if (held.Count == 0 || Environment.TickCount64 - began > _limit.TotalMilliseconds)
                return new GameRest(descriptors, held, ProcessFigures.ResidentBytes(proxy.ProcessId), ProcessFigures.Threads(proxy.ProcessId),
                    ProcessFigures.DescriptorTargets(proxy.ProcessId).Count(target => target.StartsWith("socket:", StringComparison.Ordinal)) - (int)page["sluice_backend_connections"]);
            await Task.Delay(200);
        }
    }
}
