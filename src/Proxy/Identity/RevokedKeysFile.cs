using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>sshd's RevokedKeys: a list of public keys or a KRL.</summary>
internal static class RevokedKeysFile
{
    /// <summary>Understands it whole or not at all; false gives a sentence that says what is wrong.</summary>
    public static bool TryParse(string path, ReadOnlySpan<byte> content, out RevokedKeys revoked, out string fault)
    {
        if (RevokedKeys.TryParse(content, out revoked, out var why))
        {
            fault = "";
            return true;
        }
        fault = $"{path} cannot be used: {why}";
        return false;
    }
}
