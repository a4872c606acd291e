using System.Runtime.InteropServices;

namespace Sluice.Testing.Measuring;

/// <summary>What a reader needs to know of the machine and the programs.</summary>
public static class MachineFacts
{
    public static async Task<IReadOnlyDictionary<string, string>> CollectAsync() => new Dictionary<string, string>
    {
        ["processor"] = ValueOf("/proc/cpuinfo", "model name"),
        ["cores"] = $"{Environment.ProcessorCount}",
        ["memory"] = ValueOf("/proc/meminfo", "MemTotal"),
        ["kernel"] = RuntimeInformation.OSDescription,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["load before"] = File.ReadAllText("/proc/loadavg").Trim(),
        ["ssh"] = (await ProgramRunner.RunAsync("ssh", ["-V"]).ConfigureAwait(false)).Error.Trim(),
        ["git"] = (await ProgramRunner.RunAsync("git", ["--version"]).ConfigureAwait(false)).Output.Trim(),
        ["commit"] = (await ProgramRunner.RunAsync("git", ["-C", RepositoryRoot.FullName, "describe", "--always", "--dirty"]).ConfigureAwait(false)).Output.Trim(),
    };

    private static string ValueOf(string file, string key) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}
