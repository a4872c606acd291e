using System.Globalization;

using Sluice.Profile.Stacks;

namespace Sluice.Profile.Reports;

/// <summary>Sampled processor time as tables and a flame graph.</summary>
internal static class CpuTables
{
    private const int MostMethods = 40;
    private const int MostCalls = 10;
    private const string SystemCall = "kernel!__x64_sys_";

    /// <summary>Adds them to a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="cpuSeconds">Processor time of the process while it was sampled.</param>
    /// <param name="unit">What was done, such as GiB; null if nobody knows.</param>
    /// <param name="done">How much of it.</param>
    public static void Add(ReportFolder report, StackSamples samples, double cpuSeconds, string? unit, double done)
    {
        var per = unit is null ? "CPU s" : $"CPU ms a {unit}";
        string Each(double weight) => unit is null || done <= 0
            ? (weight / samples.Total * cpuSeconds).ToString("0.000", CultureInfo.InvariantCulture)
            : (weight / samples.Total * cpuSeconds / done * 1000).ToString("0.000", CultureInfo.InvariantCulture);

        report.Heading("Where the time goes, by room");
        report.Say("A sample belongs to the innermost frame of Sluice's own, whatever library or system call that frame is in. `own code` is the part in the room's own methods.");
        var rooms = samples.SumBy(frames => Rooms.Find(frames)?.Room ?? $"none: {Rooms.KindOf(frames[0])}");
        report.Table(["room", "share", per, "own code"], rooms.Select(room => (string[])[room.Key, ReportFolder.Share(room.Weight, samples.Total), Each(room.Weight),
            ReportFolder.Share(samples.Stacks.Where(stack => Rooms.Of(stack.Frames[0]) == room.Key).Sum(stack => stack.Weight), samples.Total)]));

        report.Heading("Where the time goes, by kind of code");
        report.Table(["innermost frame is of", "share", per], samples.SumBy(frames => Rooms.KindOf(frames[0])).Select(kind => (string[])[kind.Key, ReportFolder.Share(kind.Weight, samples.Total), Each(kind.Weight)]));

        var calls = samples.SumBy(frames => Array.Find(frames, frame => frame.StartsWith(SystemCall, StringComparison.Ordinal)) ?? "").Where(call => call.Key.Length > 0).Take(MostCalls).ToList();
        if (calls.Count > 0)
        {
            report.Heading("Time in the kernel, by system call");
            report.Table(["system call", "share", per], calls.Select(call => (string[])[$"`{call.Key[SystemCall.Length..]}`", ReportFolder.Share(call.Weight, samples.Total), Each(call.Weight)]));
        }

        var methods = samples.ByMethod();
        report.Heading("Methods by exclusive time");
        Methods(report, samples, methods, per, Each);
        report.Heading("Sluice's methods by inclusive time");
        Methods(report, samples, methods.Where(method => Rooms.Of(method.Method) is not null).OrderByDescending(method => method.All), per, Each);
        report.Heading("Flame graph");
        report.Say("Outermost at the bottom; width is time. Open it by itself to point at frames. `stacks.speedscope.json` has the same for speedscope's viewer.");
        report.Picture("flame.svg", "Flame graph", FlameGraph.Draw(samples, "Processor time by stack"));
        report.AddFile("stacks.speedscope.json", Speedscope.Write(samples, Path.GetFileName(report.FullName)));
        report.Data["rooms"] = rooms.ToDictionary(room => room.Key, room => room.Weight);
        report.Data["methods"] = methods.Take(200);
    }

    private static void Methods(ReportFolder report, StackSamples samples, IEnumerable<MethodWeight> methods, string per, Func<double, string> each) =>
        report.Table(["method", "exclusive", "inclusive", $"{per}, exclusive"], methods.Take(MostMethods).Select(method =>
            (string[])[$"`{method.Method}`", ReportFolder.Share(method.Own, samples.Total), ReportFolder.Share(method.All, samples.Total), each(method.Own)]));
}
