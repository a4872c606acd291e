using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Options;

/// <summary>The words for log levels and formats.</summary>
internal static class LogWords
{
    /// <summary>The levels, for a sentence.</summary>
    public const string Levels = "Trace, Debug, Information, Warning, Error, Critical, None";

    /// <summary>Reads a level in .NET's words or sshd_config's.</summary>
    public static bool TryParseLevel(string text, out LogLevel level)
    {
        (level, var known) = text.ToUpperInvariant() switch
        {
            "TRACE" or "DEBUG2" or "DEBUG3" => (LogLevel.Trace, true),
            "DEBUG" or "DEBUG1" or "VERBOSE" => (LogLevel.Debug, true),
            "INFORMATION" or "INFO" => (LogLevel.Information, true),
            "WARNING" => (LogLevel.Warning, true),
            "ERROR" => (LogLevel.Error, true),
            "CRITICAL" or "FATAL" => (LogLevel.Critical, true),
            "NONE" or "QUIET" => (LogLevel.None, true),
            _ => (LogLevel.Information, false),
        };
        return known;
    }

    /// <summary>Reads <c>text</c> or <c>json</c>.</summary>
    public static bool TryParseFormat(string text, out LogFormat format)
    {
        format = text.Equals("json", StringComparison.OrdinalIgnoreCase) ? LogFormat.Json : LogFormat.Text;
        return format == LogFormat.Json || text.Equals("text", StringComparison.OrdinalIgnoreCase);
    }
}
