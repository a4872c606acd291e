using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Sluice.Proxy.Endpoints;

/// <summary>Reads what an endpoint answers.</summary>
internal static class StrictJson
{
    // Twice the same name would leave open which of the two is meant.
    private static readonly JsonDocumentOptions _strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads a document, which is the caller's to dispose of.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> content, [NotNullWhen(true)] out JsonDocument? document)
    {
        try
        {
            document = JsonDocument.Parse(content, _strict);
            return true;
        }
        catch (JsonException)
        {
            document = null;
            return false;
        }
    }

    /// <summary>A member that is a text; null if it is missing, null or something else.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && TryGetString(value, out var text) ? text : null;

    /// <summary>True if a member is missing, null or a text, which it gives; empty for the first two.</summary>
    public static bool TryOptionalText(JsonElement element, string name, out string text)
    {
        text = "";
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return true;
        return value.ValueKind == JsonValueKind.String && TryGetString(value, out text);
    }

    // A lone surrogate, \ud800, is JSON and no text.
    private static bool TryGetString(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }
}
