namespace Sluice.Testing;

/// <summary>What a program that has ended left behind.</summary>
public sealed record ProgramResult(string CommandLine, int ExitCode, string Output, string Error, TimeSpan Duration)
{
    /// <summary>Passes itself on when the exit status is 0, else throws with all that the program said.</summary>
    public ProgramResult MustSucceed() =>
        ExitCode == 0 ? this : throw new ProgramFailedException($"`{CommandLine}` should have succeeded.\n{Describe()}");

    /// <summary>Passes itself on when the exit status is the given one, else throws with all that the program said.</summary>
    public ProgramResult MustExitWith(int exitCode) =>
        ExitCode == exitCode
            ? this
            : throw new ProgramFailedException($"`{CommandLine}` should have ended with exit status {exitCode}.\n{Describe()}");

    /// <summary>Everything a person needs to see what went wrong.</summary>
    public string Describe() =>
        $"""
        command     {CommandLine}
        exit status {ExitCode} after {Duration.TotalSeconds:0.0} s
        stdout      {Shorten(Output)}
        stderr      {Shorten(Error)}
        """;

    private static string Shorten(string text)
    {
        const int Most = 8000;
        text = text.TrimEnd();
        return text.Length == 0 ? "(empty)"
            : text.Length <= Most ? text
            : $"{text[..(Most / 2)]}\n... {text.Length - Most} characters left out ...\n{text[^(Most / 2)..]}";
    }
}

/// <summary>A program did not end as the test needs it; the message carries its output.</summary>
public sealed class ProgramFailedException(string message) : Exception(message);
