using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice check</c>: says everything that is wrong with a configuration at once.</summary>
internal static class CheckCommand
{
    /// <summary>Writes one line for each fault; gives the exit code.</summary>
    public static int Run(string file, TextWriter output)
    {
        var result = ConfigurationLoader.Load(file);
        if (result.Model is not null)
        {
            output.WriteLine($"{file}: configuration is valid");
            return 0;
        }
        Report(result.Faults, output);
        output.WriteLine($"{file}: {Plural.Of(result.Faults.Count, "fault")}");
        return 1;
    }

    /// <summary>Writes one line for each fault.</summary>
    public static void Report(IReadOnlyList<Fault> faults, TextWriter output)
    {
        foreach (var fault in faults) output.WriteLine(fault);
    }
}
