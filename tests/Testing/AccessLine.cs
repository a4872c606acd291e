using System.Text.Json;

namespace Sluice.Testing;

/// <summary>One access line of the proxy's JSON log.</summary>
public sealed record AccessLine(string Text, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>A field's value as text; empty when the line does not have it.</summary>
    public string this[string field] => Fields.GetValueOrDefault(field, "");

    /// <summary>Reads a log line; null if it is not an access line.</summary>
    public static AccessLine? TryParse(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        using var document = JsonDocument.Parse(line);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(document.RootElement, fields);
        return fields.ContainsValue("access") ? new AccessLine(line, fields) : null;
    }

    private static void Collect(JsonElement element, Dictionary<string, string> fields)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object)
                Collect(property.Value, fields);
            else
                fields[property.Name] = property.Value.ToString();
        }
    }
}
