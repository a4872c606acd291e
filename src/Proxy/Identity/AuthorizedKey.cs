using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>One usable line of a user's file.</summary>
/// <param name="UserName">Whose it is.</param>
/// <param name="Key">The key.</param>
/// <param name="Options">Its options.</param>
/// <param name="Comment">What stands behind the key; may be empty.</param>
/// <param name="Place"><c>file:line</c>, for people.</param>
/// <param name="KeyId">The directory's number or name for the key; empty if it has none.</param>
internal sealed record AuthorizedKey(string UserName, SshPublicKey Key, KeyOptions Options, string Comment, string Place, string KeyId = "")
{
    /// <summary>
    /// Reads one line <c>[options] type base64 [comment]</c>. False for an empty line or a comment (then
    /// <paramref name="fault"/> is empty) and for a line that cannot be used (then it says why).
    /// </summary>
    public static bool TryParse(string line, string userName, string place, TimeZoneInfo local, out AuthorizedKey authorized, out string fault)
    {
        authorized = null!;
        fault = "";
        line = line.Trim();
        if (line.Length == 0 || line[0] == '#') return false;
        var options = KeyOptions.None;
        if (!BeginsWithKeyType(line))
        {
            var end = EndOfOptions(line);
            if (!KeyOptions.TryParse(line[..end], local, out options, out fault)) return false;
            line = line[end..].TrimStart();
        }
        if (!SshPublicKey.TryParseLine(line, out var key, out var comment, out fault)) return false;
        authorized = new AuthorizedKey(userName, key, options, comment, place);
        return true;
    }

    private static bool BeginsWithKeyType(string line) =>
        line.StartsWith("ssh-", StringComparison.Ordinal) || line.StartsWith("ecdsa-", StringComparison.Ordinal) || line.StartsWith("sk-", StringComparison.Ordinal);

    private static int EndOfOptions(string line)
    {
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && (i == 0 || line[i - 1] != '\\')) quoted = !quoted;
            if (!quoted && line[i] is ' ' or '\t') return i;
        }
        return line.Length;
    }
}
