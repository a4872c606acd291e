using System.Globalization;
using System.Text;

using Microsoft.Diagnostics.NETCore.Client;

using Sluice.Profile.Stacks;
using Sluice.Testing;

namespace Sluice.Profile.Collecting;

/// <summary>
/// The Linux kernel's sampler: it interrupts what runs, so it sees managed and native code and the kernel, and never a thread that
/// waits. The runtime writes the names of its compiled methods to /tmp/perf-PID.map, where perf looks for them.
/// </summary>
internal static class PerfSampler
{
    /// <summary>A little off 1,000 a second, so that it does not march in step with timers.</summary>
    public const int Frequency = 997;

    /// <summary>True if perf is installed and may sample here.</summary>
    public static async Task<bool> IsUsableAsync()
    {
        try
        {
            return (await ProgramRunner.RunAsync("perf", ["record", "-q", "-g", "-o", "/dev/null", "--", "true"])).ExitCode == 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Makes the runtime name its methods to perf from now on, those that are compiled already among them.</summary>
    public static void NameMethods(int processId) => new DiagnosticsClient(processId).EnablePerfMap(PerfMapType.PerfMap);

    /// <summary>Samples a process for a while into a file.</summary>
    public static async Task RecordAsync(int processId, string file, TimeSpan duration)
    {
        var seconds = duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["record", "-q", "-F", $"{Frequency}", "-g", "-p", $"{processId}", "-o", file, "--", "sleep", seconds];
        (await ProgramRunner.RunAsync("perf", arguments, new ProgramOptions { TimeLimit = duration + TimeSpan.FromMinutes(1) })).MustSucceed();
    }

    /// <summary>The samples of a file, each of which weighs 1. The process must still be there, since it takes its map of names with it.</summary>
    public static async Task<StackSamples> ReadAsync(int processId, string file)
    {
        using var output = new MemoryStream();
        var options = new ProgramOptions { OutputTo = output, TimeLimit = TimeSpan.FromMinutes(2) };
        (await ProgramRunner.RunAsync("perf", ["script", "-i", file, "-F", "comm,tid,ip,sym,dso"], options)).MustSucceed();
        output.Position = 0;
        using var reader = new StreamReader(output, Encoding.UTF8);
        return Parse(reader, PerfMap.Read(processId));
    }

    /// <summary>Parses what <c>perf script</c> prints: a line for each sample, its frames indented below it, an empty line.</summary>
    public static StackSamples Parse(TextReader reader, PerfMap map)
    {
        var samples = new StackSamples("samples");
        var frames = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0) Flush();
            else if (char.IsWhiteSpace(line[0]) && FrameOf(line, map) is { } frame) frames.Add(frame);
        }
        Flush();
        return samples;

        void Flush()
        {
            if (frames.Count > 0) samples.Add([.. frames], 1);
            frames.Clear();
        }
    }

    private static string? FrameOf(string line, PerfMap map)
    {
        // "     7f2c4a1b2c3d symbol (object)": a symbol may have blanks and brackets of its own, an object ends with "(deleted)" at times.
        var text = line.Trim().Replace(" (deleted)", "", StringComparison.Ordinal);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var bracket = text.LastIndexOf(" (", StringComparison.Ordinal);
        if (space < 0 || bracket < space) return null;
        var symbol = text[space..bracket].Trim();
        var module = text[(bracket + 2)..].TrimEnd(')');
        if (module.StartsWith("[kernel", StringComparison.Ordinal) || module.EndsWith(".ko", StringComparison.Ordinal)) return $"kernel!{symbol}";
        var isInFile = module.Contains("doublemapper", StringComparison.Ordinal);
        if (ulong.TryParse(text.AsSpan(0, space), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var address) &&
            (isInFile ? map.FindInFile(address) : map.Find(address)) is { } method) return method;
        var name = isInFile || !module.Contains('/', StringComparison.Ordinal) ? "stub" : Path.GetFileName(module);
        return symbol == "[unknown]" ? $"{name}!?" : $"{name}!{symbol}";
    }
}
