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

    // A formatter writes one line after the other on each thread that logs.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _line;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    [ThreadStatic]
    private static List<string>? _taken;

    [ThreadStatic]
    private static Decoder? _decoder;

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = _line ??= new ArrayBufferWriter<byte>(1024);
        var json = _json ??= new Utf8JsonWriter(line, _options);
        line.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("time"u8, time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        json.WriteString("level"u8, LevelName(logEntry.LogLevel));
        json.WriteString("category"u8, logEntry.Category);
        if (logEntry.EventId.Id != 0) json.WriteNumber("event_id"u8, logEntry.EventId.Id);
        if (logEntry.EventId.Name is { } name) json.WriteString("event"u8, name);
        json.WriteString("message"u8, logEntry.Formatter(logEntry.State, logEntry.Exception));
        WriteFields(json, LogFields.Raw(logEntry));
        if (logEntry.Exception is { } exception) json.WriteString("exception"u8, exception.ToString());
        json.WriteEndObject();
        json.Flush();
        WriteLine(line.WrittenSpan, textWriter);
    }

    // A name must stand once in an object, and the ones above are taken.
    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        var taken = _taken ??= [];
        taken.Clear();
        for (var i = 0; i < fields.Count; i++)
        {
            var (key, value) = fields[i];
            var name = LogFields.NameOf(key);
            if (!LogFields.IsNamed(key) || taken.Contains(name) || name is "time" or "level" or "category" or "event_id" or "event" or "message" or "exception") continue;
            taken.Add(name);
            switch (value)
            {
                case null: json.WriteNull(name); break;
                case bool flag: json.WriteBoolean(name, flag); break;
                case int number: json.WriteNumber(name, number); break;
                case long number: json.WriteNumber(name, number); break;
                case uint number: json.WriteNumber(name, number); break;
                case double number: json.WriteNumber(name, number); break;
                case string text: json.WriteString(name, text); break;
                default: json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            }
        }
    }

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "information",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };

    private static void WriteLine(ReadOnlySpan<byte> line, TextWriter textWriter)
    {
        Span<char> piece = stackalloc char[512];
        var decoder = _decoder ??= Encoding.UTF8.GetDecoder();
        do
        {
            decoder.Convert(line, piece, flush: true, out var bytes, out var chars, out _);
            textWriter.Write(piece[..chars]);
            line = line[bytes..];
        }
        while (!line.IsEmpty);
        textWriter.WriteLine();
    }
}
