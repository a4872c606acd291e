using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Observability;

/// <summary>Sends log lines to standard error in one of the two forms.</summary>
internal static class LoggingSetup
{
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
            console.FormatterName = format == LogFormat.Json ? JsonLogFormatter.FormatterName : TextLogFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
    }
}
