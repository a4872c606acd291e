using System.Globalization;
using System.Text;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Sluice.Proxy.Observability;

/// <summary>
/// Log lines for people: time in UTC, level, the request's or connection's id where there is one, the sentence.
/// <code>2026-05-04T11:22:33.456Z INF lusab-babad Accepted publickey for git from 192.0.2.7 port 50022 ssh2: ED25519 SHA256:…</code>
/// </summary>
internal sealed class TextLogFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name that it is chosen by.</summary>
    public const string FormatterName = "sluice-text";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var fields = LogFields.Of(logEntry).ToList();
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {Word(logEntry.LogLevel)} ");
        var id = fields.Find(field => field.Key == "request_id").Value ?? fields.Find(field => field.Key == "connection_id").Value;
        if (id is not (null or "")) line.Append(id).Append(' ');
        LogText.AppendPrintable(line, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.EventId.Name == AccessLog.EventName)
        {
            foreach (var (name, value) in fields.Where(field => field.Key != "request_id" && !AccessLog.IsIdleWait(field))) LogText.AppendField(line, name, value);
        }
        if (logEntry.Exception is { } exception) LogText.AppendPrintable(line.Append(' '), exception.ToString());
        textWriter.WriteLine(line);
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRC",
        LogLevel.Debug => "DBG",
        LogLevel.Information => "INF",
        LogLevel.Warning => "WRN",
        LogLevel.Error => "ERR",
        _ => "CRT",
    };
}
