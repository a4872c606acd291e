namespace Sluice.Proxy.Options;

/// <summary>A switch: <c>on</c> or <c>off</c>, and JSON's own <c>true</c> and <c>false</c>.</summary>
internal static class OnOff
{
    /// <summary>What is expected, as the end of a sentence.</summary>
    public const string Expected = "on or off";

    /// <summary>Reads a switch.</summary>
    public static bool TryParse(string text, out bool value)
    {
        value = text.Equals("on", StringComparison.OrdinalIgnoreCase) || text.Equals("true", StringComparison.OrdinalIgnoreCase);
        return value || text.Equals("off", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase);
    }
}
