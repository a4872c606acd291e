using System.Security.Cryptography;
using System.Text;

using Sluice.Proxy.Routing;

namespace Sluice.Proxy.Backends;

/// <summary>
/// The hosts field of a known_hosts line: patterns with <c>*</c> and <c>?</c> separated by commas, <c>!</c> in front of
/// one excludes; or one hashed name <c>|1|base64 salt|base64 HMAC-SHA1(salt, name)</c>.
/// </summary>
internal sealed class HostPatterns(string field)
{
    private const string HashMagic = "|1|";

    /// <summary>True if a pattern matches <paramref name="name"/> and no excluding one does.</summary>
    public bool Match(string name)
    {
        if (field.StartsWith(HashMagic, StringComparison.Ordinal)) return MatchHashed(name);
        var matches = false;
        foreach (var pattern in field.Split(','))
        {
            var excludes = pattern.StartsWith('!');
            var glob = new Glob((excludes ? pattern[1..] : pattern).ToLowerInvariant());
            if (!glob.IsMatch(name)) continue;
            if (excludes) return false;
            matches = true;
        }
        return matches;
    }

    private bool MatchHashed(string name)
    {
        var parts = field[HashMagic.Length..].Split('|');
        if (parts.Length != 2) return false;
        Span<byte> salt = stackalloc byte[64];
        Span<byte> stored = stackalloc byte[64];
        if (!Convert.TryFromBase64String(parts[0], salt, out var saltLength)) return false;
        if (!Convert.TryFromBase64String(parts[1], stored, out var storedLength)) return false;
        Span<byte> computed = stackalloc byte[HMACSHA1.HashSizeInBytes];
        // The hash hides names from readers of the file, it authenticates nothing: SHA-1 is the format's choice.
#pragma warning disable CA5350
        HMACSHA1.HashData(salt[..saltLength], Encoding.UTF8.GetBytes(name), computed);
#pragma warning restore CA5350
        return computed.SequenceEqual(stored[..storedLength]);
    }
}
