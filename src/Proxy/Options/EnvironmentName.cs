namespace Sluice.Proxy.Options;

/// <summary>Names of environment variables that may travel to a backend.</summary>
internal static class EnvironmentName
{
    /// <summary>Variables that begin so are ours to set: a client that could would speak in the proxy's name.</summary>
    public const string ReservedPrefix = "SLUICE_";

    /// <summary>What hosting software takes for the user's command. sshd sets it under a forced command only, so it would be the client's word elsewhere.</summary>
    public const string OriginalCommand = "SSH_ORIGINAL_COMMAND";

    /// <summary>git's own protocol version, which is the client's to set.</summary>
    public const string GitProtocol = "GIT_PROTOCOL";

    /// <summary>True for letters, digits and underscores that do not begin with a digit.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 256 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
