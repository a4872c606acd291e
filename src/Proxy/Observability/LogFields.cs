using System.Collections.Concurrent;
using System.Text;

using Microsoft.Extensions.Logging.Abstractions;

namespace Sluice.Proxy.Observability;

/// <summary>The named values of a log event, with the names that log lines use: <c>request_id</c>, <c>key_fingerprint</c>.</summary>
internal static class LogFields
{
    private const string OriginalFormat = "{OriginalFormat}";

    // As many as the code has names for values of events.
    private static readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The values in the order of the event's parameters.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Of<TState>(in LogEntry<TState> entry) =>
        Raw(entry).Where(field => IsNamed(field.Key)).Select(field => KeyValuePair.Create(NameOf(field.Key), field.Value));

    /// <summary>The values with the names that the event has for them, and what <see cref="IsNamed"/> says no to.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>> Raw<TState>(in LogEntry<TState> entry) =>
        entry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [];

    /// <summary>False for the sentence itself, which stands among the values.</summary>
    public static bool IsNamed(string name) => name != OriginalFormat;

    /// <summary>The name in log lines.</summary>
    public static string NameOf(string name) => _names.GetOrAdd(name, SnakeCase);

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
