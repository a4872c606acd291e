namespace Sluice.Proxy.Options;

/// <summary>A switch: <c>on</c> or <c>off</c>, sshd_config's <c>yes</c> and <c>no</c>, and JSON's own <c>true</c> and <c>false</c>.</summary>
internal static class OnOff
{
    /// <summary>What is expected, as the end of a sentence.</summary>
    public const string Expected = "on or off";

    private static readonly HashSet<string> _on = new(["on", "yes", "true"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> _off = new(["off", "no", "false"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a switch.</summary>
    public static bool TryParse(string text, out bool value)
    {
        value = _on.Contains(text);
        return value || _off.Contains(text);
    }
}
