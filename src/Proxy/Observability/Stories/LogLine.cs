using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Proxy.Observability.Stories;

/// <summary>A line of Sluice's log read back, whichever of the two forms it has and whatever a log collector put in front of it.</summary>
/// <param name="Time">The time as written, in UTC.</param>
/// <param name="Level">The level's word.</param>
/// <param name="Message">The sentence.</param>
/// <param name="Fields">The event's values by the names that log lines use; of the text form, an access line's alone.</param>
internal sealed partial record LogLine(string Time, string Level, string Message, IReadOnlyDictionary<string, string> Fields)
{
    private static readonly Dictionary<string, string> _none = [];

    /// <summary>A value, or empty if the line has none of that name.</summary>
    public string this[string name] => Fields.GetValueOrDefault(name, "");

    /// <summary>True for the line that each request ends with.</summary>
    public bool IsAccess => Message == "access";

    /// <summary>Null for what is not a line of Sluice's.</summary>
    public static LogLine? TryParse(string line)
    {
        var brace = line.IndexOf('{', StringComparison.Ordinal);
        if (brace >= 0 && line.EndsWith('}') && TryParseJson(line.AsMemory(brace)) is { } parsed) return parsed;
        var match = TextForm().Match(line);
        if (!match.Success) return null;
        var (id, message) = (match.Groups["id"].Value, match.Groups["message"].Value);
        if (!message.StartsWith("access ", StringComparison.Ordinal)) return new(match.Groups["time"].Value, match.Groups["level"].Value, message, id.Length == 0 ? _none : new() { ["id"] = id });
        var fields = ReadFields(message["access ".Length..]);
        fields["request_id"] = id;
        return new(match.Groups["time"].Value, match.Groups["level"].Value, "access", fields);
    }

    private static LogLine? TryParseJson(ReadOnlyMemory<char> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            // JSON keeps what strangers chose as it was; who reads this has a terminal, which must not obey it.
            foreach (var property in document.RootElement.EnumerateObject())
                fields[property.Name] = property.Value.ValueKind == JsonValueKind.Null ? "" : LogText.Printable(property.Value.ToString());
            if (!fields.Remove("time", out var time) || !fields.Remove("message", out var message)) return null;
            fields.Remove("level", out var level);
            return new LogLine(time, level ?? "", message, fields);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads <c>name=value name="va lue"</c>, as <see cref="LogText.AppendField"/> writes it.</summary>
    private static Dictionary<string, string> ReadFields(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < text.Length;)
        {
            var equals = text.IndexOf('=', at);
            if (equals < 0) break;
            var name = text[at..equals];
            var value = new StringBuilder();
            at = equals + 1;
            if (at < text.Length && text[at] == '"')
            {
                for (at++; at < text.Length && text[at] != '"'; at++)
                {
                    if (text[at] == '\\' && at + 1 < text.Length) at++;
                    value.Append(text[at]);
                }
                at += 2;
            }
            else
            {
                var end = text.IndexOf(' ', at);
                if (end < 0) end = text.Length;
                value.Append(text, at, end - at);
                at = end + 1;
            }
            fields[name] = value.ToString();
        }
        return fields;
    }

    /// <summary>The time for a reader, or the text if it is none.</summary>
    public DateTimeOffset? Moment => DateTimeOffset.TryParse(Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    [GeneratedRegex(@"(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (?<level>TRC|DBG|INF|WRN|ERR|CRT) (?:(?<id>[a-z]{5}-[a-z]{5}(?:-\d+)?)? )?(?<message>.*)$")]
    private static partial Regex TextForm();
}
