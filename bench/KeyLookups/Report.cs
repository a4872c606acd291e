using System.Globalization;
using System.Runtime.InteropServices;

using Sluice.Testing;

namespace Sluice.KeyLookups;

/// <summary>Writes a table of Markdown, row by row, as things are measured.</summary>
internal sealed class Report(TextWriter output)
{
    public async Task BeginAsync()
    {
        var commit = await ProgramRunner.RunAsync("git", ["-C", RepositoryRoot.FullName, "describe", "--always", "--dirty"]);
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        output.WriteLine($"{processor}, {Environment.ProcessorCount} cores, load before {LoadAverage()}, {RuntimeInformation.FrameworkDescription}, commit {commit.Output.Trim()}");
        output.WriteLine();
        output.WriteLine("| what | figure | load |");
        output.WriteLine("|---|---|---|");
    }

    public void Add(string what, string figure)
    {
        output.WriteLine($"| {what} | {figure} | {LoadAverage()} |");
        output.Flush();
    }

    /// <summary>A rate with the median and the 99th percentile of single look-ups.</summary>
    public void Add(string what, Measurement measured) =>
        Add(what, string.Create(CultureInfo.InvariantCulture, $"{measured.Rate:#,0} a second; {measured.Times}"));

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
