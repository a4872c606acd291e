using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Testing;

/// <summary>The log line by which a proxy tells its port, in sshd's words; the same in text and in JSON.</summary>
internal static partial class ListeningLine
{
    public static bool IsMatch(string line) => Pattern().IsMatch(line);

    public static int PortOf(string line) => int.Parse(Pattern().Match(line).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Server listening on \S+ port (\d+)")]
    private static partial Regex Pattern();
}
