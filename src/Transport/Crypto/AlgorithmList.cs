namespace Sluice.Transport.Crypto;

/// <summary>The list syntax of sshd_config: a list replaces, <c>+</c> appends, <c>-</c> removes, <c>^</c> puts in front.</summary>
internal static class AlgorithmList
{
    /// <summary>Applies <paramref name="wish"/> to the supported names, which are the defaults; faults name the key.</summary>
    public static string[] Apply(string key, string? wish, IEnumerable<string> supported, List<string> faults)
    {
        var defaults = supported.ToArray();
        if (wish is null) return defaults;
        var mode = wish.Length > 0 && wish[0] is '+' or '-' or '^' ? wish[0] : '=';
        var names = (mode == '=' ? wish : wish[1..]).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names.Except(defaults))
        {
            faults.Add($"{key}: '{name}' is not a supported algorithm; expected some of {string.Join(", ", defaults)}.");
        }
        var known = names.Intersect(defaults).ToArray();
        var result = mode switch
        {
            '+' => defaults.Union(known).ToArray(),
            '-' => defaults.Except(known).ToArray(),
            '^' => known.Union(defaults).ToArray(),
            _ => known,
        };
        if (result.Length == 0) faults.Add($"{key}: no algorithm is left; expected some of {string.Join(", ", defaults)}.");
        return result;
    }
}
