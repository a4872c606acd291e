using System.Globalization;

using Sluice.Testing;

namespace Sluice.EndToEnd.Meters;

/// <summary>Counts the system calls of a process, by perf, which costs it next to nothing, or by strace, which slows it down.</summary>
internal static class SyscallMeter
{
    private const string Event = "raw_syscalls:sys_enter";

    /// <summary>What counts here, <c>perf</c> or <c>strace</c>.</summary>
    /// <exception cref="RequiredProgramMissingException">Neither is there, or may count.</exception>
    public static async Task<string> FindAsync()
    {
        foreach (var (program, arguments) in (IReadOnlyList<(string, string[])>)[("perf", ["stat", "-e", Event, "--", "true"]), ("strace", ["-c", "-o", "/dev/null", "true"])])
        {
            try
            {
                if ((await ProgramRunner.RunAsync(program, arguments)).ExitCode == 0) return program;
            }
            catch (RequiredProgramMissingException)
            {
                // The next.
            }
        }
        throw new RequiredProgramMissingException("Counting system calls needs perf (`apt-get install linux-perf`, and the right to use it) or strace (`apt-get install strace`).");
    }

    /// <summary>The calls that a process makes while something is done.</summary>
    public static async Task<long> CountAsync(string program, int processId, Func<Task> action)
    {
        using var folder = new TemporaryFolder("calls");
        var file = folder.PathOf("calls");
        string[] arguments = program == "perf" ? ["stat", "-x", ",", "-e", Event, "-o", file, "-p", $"{processId}"] : ["-c", "-f", "-o", file, "-p", $"{processId}"];
        using var meter = ProgramRunner.Start(program, arguments);
        try
        {
            // Neither says when it has attached.
            await Task.Delay(TimeSpan.FromSeconds(1));
            await action();
        }
        finally
        {
            PosixSignal.Send(meter.Id, PosixSignal.Interrupt);
            if (await Task.WhenAny(meter.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(20))) is { } ended && !meter.HasExited) meter.Kill();
        }
        return program == "perf" ? ParsePerf(await File.ReadAllTextAsync(file)) : ParseStrace(await File.ReadAllTextAsync(file));
    }

    /// <summary>The count in what <c>perf stat -x ,</c> writes.</summary>
    public static long ParsePerf(string text) =>
        long.Parse(text.Split('\n').First(line => line.Contains(Event, StringComparison.Ordinal)).Split(',')[0], CultureInfo.InvariantCulture);

    /// <summary>The sum of calls in what <c>strace -c</c> writes.</summary>
    public static long ParseStrace(string text)
    {
        var words = text.Split('\n').First(line => line.TrimEnd().EndsWith(" total", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(words[3], CultureInfo.InvariantCulture);
    }
}
