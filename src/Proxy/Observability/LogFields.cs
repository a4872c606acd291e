using System.Text;

using Microsoft.Extensions.Logging.Abstractions;

namespace Sluice.Proxy.Observability;

/// <summary>The named values of a log event, with the names that log lines use: <c>request_id</c>, <c>key_fingerprint</c>.</summary>
internal static class LogFields
{
    /// <summary>The values in the order of the event's parameters.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Of<TState>(in LogEntry<TState> entry) =>
        (entry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [])
            .Where(field => field.Key != "{OriginalFormat}")
            .Select(field => KeyValuePair.Create(SnakeCase(field.Key), field.Value));

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
