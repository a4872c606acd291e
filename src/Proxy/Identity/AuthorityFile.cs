using System.Collections.Frozen;
using System.Text;

using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>sshd's TrustedUserCAKeys: a file of public keys, one each line, whose user certificates are believed.</summary>
internal static class AuthorityFile
{
    /// <summary>Understands it whole or not at all; false gives a sentence that says what is wrong.</summary>
    public static bool TryParse(string path, ReadOnlySpan<byte> content, out FrozenSet<SshPublicKey> authorities, out string fault)
    {
        authorities = [];
        fault = "";
        var keys = new HashSet<SshPublicKey>();
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#') continue;
            if (!SshPublicKey.TryParseLine(text, out var key, out _, out var why))
            {
                fault = $"Line {number} of {path} is no authority's key: {why}";
                return false;
            }
            keys.Add(key);
        }
        authorities = keys.ToFrozenSet();
        return true;
    }
}
