namespace Sluice.Transport.Crypto.Certificates;

/// <summary>A host certificate's principal: a host name in which <c>*</c> and <c>?</c> stand for others (ssh-keygen(1), CERTIFICATES).</summary>
internal static class HostPattern
{
    /// <summary>True if the name matches; upper and lower case are the same in host names.</summary>
    public static bool IsMatch(string pattern, string hostName)
    {
        var (p, h, star, retry) = (0, 0, -1, 0);
        while (h < hostName.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, retry) = (p++, h);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(hostName[h])))
            {
                p++;
                h++;
            }
            else if (star >= 0)
            {
                // The last star takes one character more: each is tried once for each character, never all combinations.
                (p, h) = (star + 1, ++retry);
            }
            else
            {
                return false;
            }
        }
        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}
