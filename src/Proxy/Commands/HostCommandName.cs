namespace Sluice.Proxy.Commands;

/// <summary>What a command of the hosting software may be called, such as gitolite's <c>info</c>.</summary>
internal static class HostCommandName
{
    /// <summary>What <see cref="IsValid"/> asks for, as the end of a sentence.</summary>
    public const string Expected = "a command's name: letters, digits and . _ - only, not beginning with a dash, and neither git, hg nor anything that begins with git-";

    /// <summary>True for such a name. git and hg are services of their own, whose repositories the routes look at.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 64
        && name[0] != '-'
        && name is not ("git" or "hg" or "." or "..")
        && !name.StartsWith("git-", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>
    /// True if a word may stand behind the name. None of these characters means anything to a shell, so that the line is
    /// the same for the shell, for the hosting software and for the routes without any quoting, which gitolite would not undo.
    /// </summary>
    public static bool IsPlain(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '@' or '=' or '-');
}
