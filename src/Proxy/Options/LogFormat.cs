namespace Sluice.Proxy.Options;

/// <summary>The form of log lines.</summary>
internal enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}
