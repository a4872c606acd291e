using System.Diagnostics;

namespace Sluice.Fuzz.Seeds;

/// <summary>A program that writes seeds.</summary>
internal static class SeedProgram
{
    /// <summary>Runs it to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static void Run(string program, string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} could not write a seed; look at what it said above.");
    }
}
