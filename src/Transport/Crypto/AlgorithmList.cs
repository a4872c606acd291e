using System.IO.Enumeration;

namespace Sluice.Transport.Crypto;

/// <summary>
/// The list syntax of sshd_config: a list replaces the defaults, <c>+</c> appends to them, <c>-</c> removes from them, with
/// wildcards, and <c>^</c> puts in front of them.
/// </summary>
internal static class AlgorithmList
{
    /// <summary>Applies <paramref name="wish"/> to the defaults. Each name that fits nothing supported is a fault.</summary>
    public static string[] Apply(AlgorithmChoice choice, string? wish, List<string> faults)
    {
        if (wish is null) return choice.Defaults;
        var mode = wish.Length > 0 && wish[0] is '+' or '-' or '^' ? wish[0] : '=';
        var names = (mode == '=' ? wish : wish[1..]).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var known = names.Where(name => IsKnown(choice, name, mode, faults)).ToArray();
        var result = mode switch
        {
            '+' => choice.Defaults.Union(known).ToArray(),
            '-' => choice.Defaults.Where(name => !known.Any(pattern => Matches(pattern, name))).ToArray(),
            '^' => known.Union(choice.Defaults).ToArray(),
            _ => known.Distinct().ToArray(),
        };
        if (result.Length == 0) faults.Add($"{choice.Key}: no algorithm is left; expected some of {string.Join(", ", choice.Supported)}.");
        return result;
    }

    /// <summary>A mistyped name is a fault in every mode: one that was to be removed would stay in use unnoticed.</summary>
    private static bool IsKnown(AlgorithmChoice choice, string name, char mode, List<string> faults)
    {
        var isPattern = name.Contains('*', StringComparison.Ordinal) || name.Contains('?', StringComparison.Ordinal);
        if (isPattern && mode != '-')
        {
            faults.Add($"{choice.Key}: '{name}' has a wildcard, which only a list that removes ('-') may have; name each algorithm.");
            return false;
        }
        if (choice.Supported.Any(supported => Matches(name, supported))) return true;
        faults.Add($"{choice.Key}: '{name}' is not a supported algorithm; expected some of {string.Join(", ", choice.Supported)}.");
        return false;
    }

    /// <summary><c>*</c> stands for any characters, <c>?</c> for one.</summary>
    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
