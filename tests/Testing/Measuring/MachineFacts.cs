using System.Runtime.InteropServices;

namespace Sluice.Testing.Measuring;

/// <summary>What a reader needs to know of the machine and the programs.</summary>
public static class MachineFacts
{
    /// <summary>Instructions that ciphers are made of.</summary>
    private static readonly string[] _flags = ["aes", "pclmulqdq", "vaes", "vpclmulqdq", "avx2", "avx512f", "sha_ni", "asimd", "pmull"];

    /// <summary>Collects them; a program that is not there is left out.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> CollectAsync()
    {
        var facts = new Dictionary<string, string>
        {
            ["processor"] = ValueOf("/proc/cpuinfo", "model name"),
            ["instructions"] = string.Join(' ', _flags.Intersect(ValueOf("/proc/cpuinfo", "flags").Split(' '))),
            ["cores"] = $"{Environment.ProcessorCount}",
            ["memory"] = ValueOf("/proc/meminfo", "MemTotal"),
            ["kernel"] = RuntimeInformation.OSDescription,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["load before"] = Load,
        };
        await AddAsync(facts, "ssh", "ssh", "-V").ConfigureAwait(false);
        await AddAsync(facts, "git", "git", "--version").ConfigureAwait(false);
        await AddAsync(facts, "go", "go", "version").ConfigureAwait(false);
        await AddAsync(facts, "haproxy", "haproxy", "-v").ConfigureAwait(false);
        await AddAsync(facts, "asyncssh", RequiredProgram.SystemPython, "-W", "ignore", "-c", "import asyncssh; print(asyncssh.__version__)").ConfigureAwait(false);
        await AddAsync(facts, "commit", "git", "-C", RepositoryRoot.FullName, "describe", "--always", "--dirty").ConfigureAwait(false);
        return facts;
    }

    /// <summary>The machine's load averages now.</summary>
    public static string Load => File.ReadAllText("/proc/loadavg").Trim();

    private static async Task AddAsync(Dictionary<string, string> facts, string name, string program, params string[] arguments)
    {
        try
        {
            var result = await ProgramRunner.RunAsync(program, arguments).ConfigureAwait(false);
            if (result.ExitCode == 0) facts[name] = (result.Output + result.Error).Trim().Split('\n')[0];
        }
        catch (RequiredProgramMissingException)
        {
            // What is not there was not measured.
        }
    }

    private static string ValueOf(string file, string key) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}
