namespace Sluice.Proxy.Commands;

/// <summary>Writes a text as one word of a shell's command line.</summary>
internal static class ShellQuoting
{
    /// <summary>
    /// The text in single quotes, as git quotes: a quote and an exclamation mark, which csh expands within quotes, stand
    /// outside of them behind a backslash. A POSIX shell reads exactly the text, if there is no NUL in it.
    /// </summary>
    public static string Quote(string text) =>
        $"'{text.Replace("'", "'\\''", StringComparison.Ordinal).Replace("!", "'\\!'", StringComparison.Ordinal)}'";
}
