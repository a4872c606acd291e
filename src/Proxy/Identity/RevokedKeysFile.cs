using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>sshd's RevokedKeys: a list of public keys or a KRL.</summary>
internal static class RevokedKeysFile
{
    /// <summary>Reads it whole or not at all; false gives a sentence that says what is wrong.</summary>
    public static bool TryRead(string path, out RevokedKeys revoked, out string fault)
    {
        revoked = null!;
        if (!IdentityFile.TryRead(path, out var content, out fault)) return false;
        if (RevokedKeys.TryParse(content, out revoked, out var why)) return true;
        fault = $"{path} cannot be used: {why}";
        return false;
    }
}
