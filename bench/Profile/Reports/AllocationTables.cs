using System.Globalization;

using Sluice.Profile.Stacks;

namespace Sluice.Profile.Reports;

/// <summary>Sampled allocations as tables and a flame graph.</summary>
internal static class AllocationTables
{
    private const int MostTypes = 25;
    private const int MostStacks = 20;
    private const int FramesShown = 6;

    /// <summary>Adds them to a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="samples">Stacks whose innermost frame is the type.</param>
    /// <param name="sessions">What the bytes are divided by; 0 for nothing.</param>
    /// <param name="totalBytes">The runtime's own count, to which the samples are scaled; NaN for the samples' own.</param>
    public static void Add(ReportFolder report, StackSamples samples, int sessions, double totalBytes)
    {
        if (samples.Count == 0)
        {
            report.Say("The process allocated too little for one sample (about 100 KiB).");
            return;
        }
        var scale = double.IsNaN(totalBytes) ? 1 : totalBytes / samples.Total;
        report.Say($"{samples.Count.ToString("N0", CultureInfo.InvariantCulture)} samples, about 100 KiB apart: a share of a few per cent is good to within a third of itself, less is a hint.");
        string Each(double weight) => sessions > 0 ? (weight * scale / sessions).ToString("N0", CultureInfo.InvariantCulture) : ReportFolder.Mebibytes(weight * scale);
        var column = sessions > 0 ? "bytes each" : "MiB";
        report.Table(["type", "share", column], samples.SumBy(frames => frames[0]).Take(MostTypes).Select(type => (string[])[Code(type.Key), ReportFolder.Share(type.Weight, samples.Total), Each(type.Weight)]));
        report.Say("By the folder whose code asked, itself or through a library:");
        report.Table(["room", "share", column], samples.SumBy(frames => Rooms.Find(frames)?.Room ?? "none of Sluice's").Select(room => (string[])[room.Key, ReportFolder.Share(room.Weight, samples.Total), Each(room.Weight)]));
        report.Say($"By stack, the top {MostStacks}: the type, and the innermost {FramesShown} methods, innermost first.");
        report.Table(["type", "share", column, "stack"],
            samples.SumBy(frames => string.Join('\n', frames.Take(FramesShown + 1))).Take(MostStacks).Select(stack =>
            {
                var frames = stack.Key.Split('\n');
                return (string[])[Code(frames[0]), ReportFolder.Share(stack.Weight, samples.Total), Each(stack.Weight), string.Join(" ← ", frames.Skip(1).Select(Code))];
            }), endsWithText: true);
        report.Picture("allocations.svg", "Allocated bytes by stack", FlameGraph.Draw(samples, "Allocated bytes by stack; the topmost frame is the type"));
    }

    private static string Code(string name) => $"`{name}`";
}
