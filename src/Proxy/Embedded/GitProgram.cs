using System.ComponentModel;
using System.Diagnostics;

namespace Sluice.Proxy.Embedded;

/// <summary>Runs the system's git, apart from the user's own settings.</summary>
internal static class GitProgram
{
    /// <summary>What came of a run.</summary>
    /// <param name="Succeeded">True if it ended with status 0.</param>
    /// <param name="Output">Its standard output, without white space at the ends.</param>
    /// <param name="Error">Its standard error, without white space at the ends.</param>
    public sealed record Result(bool Succeeded, string Output, string Error);

    /// <summary>Runs it to its end; <paramref name="input"/> goes to its standard input.</summary>
    public static async Task<Result> RunAsync(
        IReadOnlyList<string> arguments, string? input, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("git") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        try
        {
            using var process = Process.Start(start)!;
            return await RunAsync(process, input, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception)
        {
            return new Result(false, "", "git is not installed: install it, on Debian with apt-get install git.");
        }
    }

    private static async Task<Result> RunAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new Result(process.ExitCode == 0, (await output.ConfigureAwait(false)).Trim(), (await error.ConfigureAwait(false)).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
