using System.Text;

namespace Sluice.Transport.Wire;

/// <summary>Name-lists (RFC 4251 section 5): comma-separated US-ASCII names of at most 64 characters.</summary>
internal static class NameList
{
    /// <summary>Names that one list may hold; the longest list in the field has about 60.</summary>
    public const int MaxNames = 256;

    /// <summary>Parses a list from an untrusted source; false if it breaks a rule of the RFC or a bound of ours.</summary>
    public static bool TryParse(ReadOnlySpan<byte> list, out string[] names)
    {
        names = [];
        if (list.IsEmpty) return true;
        var count = list.Count((byte)',') + 1;
        if (count > MaxNames) return false;
        var result = new string[count];
        var index = 0;
        foreach (var range in list.Split((byte)','))
        {
            var name = list[range];
            // RFC 4251 section 5 forbids empty names, yet libssh 0.10 ends its lists of ciphers with a comma: they stand for nothing.
            if (name.IsEmpty) continue;
            // RFC 4251 section 6 bounds names to 64 characters.
            if (name.Length > 64 || name.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e)) return false;
            result[index++] = Encoding.ASCII.GetString(name);
        }
        names = index == count ? result : result[..index];
        return true;
    }
}
