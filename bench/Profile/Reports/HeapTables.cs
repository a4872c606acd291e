using System.Globalization;

using Sluice.Profile.Collecting;

namespace Sluice.Profile.Reports;

/// <summary>Heaps by type as tables.</summary>
internal static class HeapTables
{
    private const int MostTypes = 40;

    /// <summary>One heap.</summary>
    public static void Add(ReportFolder report, HeapSnapshot heap) =>
        report.Table(["type", "objects", "bytes", "share"], heap.Types.Take(MostTypes).Select(type =>
            (string[])[$"`{type.Name}`", Number(type.Count), Number(type.Bytes), ReportFolder.Share(type.Bytes, heap.Bytes)]));

    /// <summary>What a connection adds: several heaps less the first, divided by the connections; the last one whole.</summary>
    public static void AddPerConnection(ReportFolder report, IReadOnlyList<(string Name, HeapSnapshot Heap)> heaps, int connections)
    {
        var before = heaps[0].Heap.Types.ToDictionary(type => type.Name);
        var others = heaps.Skip(1).Select(heap => (heap.Name, Types: heap.Heap.Types.ToDictionary(type => type.Name))).ToList();
        var names = others.SelectMany(heap => heap.Types.Keys).Concat(before.Keys).Distinct();
        double Bytes(IReadOnlyDictionary<string, HeapType> types, string name) => ((types.GetValueOrDefault(name)?.Bytes ?? 0) - (before.GetValueOrDefault(name)?.Bytes ?? 0)) / (double)connections;
        double Count(IReadOnlyDictionary<string, HeapType> types, string name) => ((types.GetValueOrDefault(name)?.Count ?? 0) - (before.GetValueOrDefault(name)?.Count ?? 0)) / (double)connections;
        var rows = names.OrderByDescending(name => others.Max(heap => Bytes(heap.Types, name))).Take(MostTypes)
            .Select(name => (string[])[$"`{name}`", .. others.SelectMany(heap => (string[])[Number(Bytes(heap.Types, name)), Count(heap.Types, name).ToString("0.0", CultureInfo.InvariantCulture)])]);
        report.Table(["type", .. others.SelectMany(heap => (string[])[$"{heap.Name}: bytes", "objects"])],
            [["**all**", .. others.SelectMany(heap => (string[])[Number(heap.Types.Keys.Concat(before.Keys).Distinct().Sum(name => Bytes(heap.Types, name))), Number(heap.Types.Keys.Concat(before.Keys).Distinct().Sum(name => Count(heap.Types, name)))])], .. rows]);
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
