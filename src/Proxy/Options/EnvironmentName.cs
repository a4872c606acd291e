namespace Sluice.Proxy.Options;

/// <summary>Names of environment variables that may travel to a backend.</summary>
internal static class EnvironmentName
{
    /// <summary>Variables that begin so are ours to set: a client that could would speak in the proxy's name.</summary>
    public const string ReservedPrefix = "SLUICE_";

    /// <summary>True for letters, digits and underscores that do not begin with a digit.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 256 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
