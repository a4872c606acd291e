using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Observability;

/// <summary>Sends log lines to standard error in one of the two forms.</summary>
internal static class LoggingSetup
{
    /// <summary>Lines that wait to be written.</summary>
    private const int LongestQueue = 10_000;

    /// <summary>Adds the console with our formatters. What the framework says about itself is of interest from warnings up.</summary>
    public static ILoggingBuilder AddSluiceConsole(this ILoggingBuilder logging, LogFormat format, LogLevel level)
    {
        logging.SetMinimumLevel(level).AddFilter("Microsoft", level > LogLevel.Warning ? level : LogLevel.Warning);
        // A start that fails and a service that ends are told once, by whoever runs the host, and in one sentence.
        logging.AddFilter<ConsoleLoggerProvider>("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddConsoleFormatter<TextLogFormatter, ConsoleFormatterOptions>();
        logging.AddConsoleFormatter<JsonLogFormatter, ConsoleFormatterOptions>();
        return logging.AddConsole(console =>
        {
            // Who reads the log and stalls costs lines, of which the console tells the number, and never a client's time.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            console.MaxQueueLength = LongestQueue;
            console.FormatterName = format == LogFormat.Json ? JsonLogFormatter.FormatterName : TextLogFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
    }
}
