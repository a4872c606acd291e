using System.Diagnostics;

namespace Sluice.Testing;

/// <summary>Runs a program to its end and keeps what it said.</summary>
public static class ProgramRunner
{
    /// <summary>Runs a program found by <see cref="RequiredProgram"/>; a run that exceeds its limit is killed with its children.</summary>
    /// <exception cref="ProgramFailedException">It did not end within its time limit.</exception>
    public static async Task<ProgramResult> RunAsync(string program, IReadOnlyList<string> arguments, ProgramOptions? options = null)
    {
        options ??= new ProgramOptions();
        var started = Stopwatch.GetTimestamp();
        using var process = Start(program, arguments, options);
        var output = options.OutputTo is { } sink ? CopyAsync(process.StandardOutput.BaseStream, sink) : process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var input = FeedAsync(process, options.Input);
        var ended = Task.WhenAll(process.WaitForExitAsync(), output, error, input);
        var commandLine = Quote(program, arguments);

        if (await Task.WhenAny(ended, Task.Delay(options.TimeLimit)).ConfigureAwait(false) != ended)
        {
            process.Kill(entireProcessTree: true);
            // A grandchild that left the tree may still hold the pipes: do not wait for it for ever.
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(2))).ConfigureAwait(false);
            throw new ProgramFailedException(
                $"`{commandLine}` did not end within {options.TimeLimit.TotalSeconds:0} s and was killed.\n" +
                $"stdout: {TextOf(output)}\nstderr: {TextOf(error)}");
        }

        await ended.ConfigureAwait(false);
        return new ProgramResult(commandLine, process.ExitCode, await output.ConfigureAwait(false),
            await error.ConfigureAwait(false), Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Starts a program with all three streams redirected and leaves it to the caller.</summary>
    public static Process Start(string program, IReadOnlyList<string> arguments, ProgramOptions? options = null)
    {
        options ??= new ProgramOptions();
        var start = new ProcessStartInfo(RequiredProgram.Find(program), arguments)
        {
            WorkingDirectory = options.WorkingFolder ?? Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in options.Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new ProgramFailedException($"`{Quote(program, arguments)}` could not be started.");
    }

    private static async Task FeedAsync(Process process, Func<Stream, Task>? input)
    {
        try
        {
            if (input is not null)
                await input(process.StandardInput.BaseStream).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of its input; its exit status tells whether that was right.
        }
    }

    private static async Task<string> CopyAsync(Stream source, Stream sink)
    {
        await source.CopyToAsync(sink).ConfigureAwait(false);
        return "";
    }

    private static string TextOf(Task<string> text) => text.IsCompletedSuccessfully ? text.Result : "(not known)";

    private static string Quote(string program, IReadOnlyList<string> arguments) =>
        string.Join(' ', arguments.Prepend(program).Select(word => word.Length > 0 && !word.Contains(' ') ? word : $"'{word}'"));
}
