using System.Text.Json;

using Sluice.Testing;

namespace Sluice.EndToEnd.Ceilings;

/// <summary>perf-reports/ceilings.json: each ceiling's name and number.</summary>
internal static class CeilingsFile
{
    public const string RelativePath = "perf-reports/ceilings.json";

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It lacks a ceiling, or has one that nobody measures.</exception>
    public static IReadOnlyDictionary<string, double> Read() => Parse(File.ReadAllText(Path.Combine(RepositoryRoot.FullName, RelativePath)));

    public static IReadOnlyDictionary<string, double> Parse(string json)
    {
        var numbers = JsonSerializer.Deserialize<Dictionary<string, double>>(json) ?? [];
        var known = Ceiling.All.Select(ceiling => ceiling.Name).ToHashSet();
        if (known.Except(numbers.Keys).FirstOrDefault() is { } missing) throw new FormatException($"{RelativePath} has no {missing}.");
        if (numbers.Keys.Except(known).FirstOrDefault() is { } unknown) throw new FormatException($"{RelativePath} has {unknown}, which nothing measures.");
        return numbers;
    }
}
