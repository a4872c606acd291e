using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Sluice.Proxy.Observability;

/// <summary>Log lines for machines: one flat JSON object a line, the event's values as fields of their own.</summary>
internal sealed class JsonLogFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    // Fingerprints have '+' in them, which the default encoder, made for HTML, writes as an escape that nobody can search for.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The name that it is chosen by.</summary>
    public const string FormatterName = "sluice-json";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, _options))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("level", logEntry.LogLevel.ToString().ToLowerInvariant());
            json.WriteString("category", logEntry.Category);
            if (logEntry.EventId.Id != 0) json.WriteNumber("event_id", logEntry.EventId.Id);
            if (logEntry.EventId.Name is { } name) json.WriteString("event", name);
            json.WriteString("message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            WriteFields(json, LogFields.Of(logEntry));
            if (logEntry.Exception is { } exception) json.WriteString("exception", exception.ToString());
            json.WriteEndObject();
        }
        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    // A name must stand once in an object, and the ones above are taken.
    private static void WriteFields(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal) { "time", "level", "category", "event_id", "event", "message", "exception" };
        foreach (var (name, value) in fields)
        {
            if (!taken.Add(name)) continue;
            switch (value)
            {
                case null: json.WriteNull(name); break;
                case bool flag: json.WriteBoolean(name, flag); break;
                case int or long or uint: json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
                case double number: json.WriteNumber(name, number); break;
                default: json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            }
        }
    }
}
