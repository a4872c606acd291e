using System.Text.Json;

namespace Sluice.Testing;

/// <summary>One access line of the proxy's JSON log.</summary>
public sealed record AccessLine(string Text, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>A field's value as text; empty when the line does not have it or has null.</summary>
    public string this[string field] => Fields.GetValueOrDefault(field, "");

    /// <summary>Reads a log line; null if it is not an access line.</summary>
    public static AccessLine? TryParse(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        using var document = JsonDocument.Parse(line);
        var fields = document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.ToString());
        return fields.GetValueOrDefault("event") == "Access" ? new AccessLine(line, fields) : null;
    }
}
