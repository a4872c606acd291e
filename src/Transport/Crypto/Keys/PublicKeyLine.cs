namespace Sluice.Transport.Crypto.Keys;

/// <summary>The text form of a public key: <c>type base64 [comment]</c> (sshd(8), AUTHORIZED_KEYS FILE FORMAT).</summary>
internal static class PublicKeyLine
{
    // More than a certificate with 256 principals for a 16384-bit RSA key takes.
    private const int LongestBase64 = 65536;

    /// <summary>The key, or null and one sentence in <paramref name="fault"/>.</summary>
    public static SshPublicKey? Parse(ReadOnlySpan<char> line, out string comment, out string fault)
    {
        if (ReadBlob(line, out var type, out comment, out fault) is not { } blob || PublicKeyBlob.Parse(blob, out fault) is not { } key) return null;
        if (type == key.KeyType) return key;
        fault = $"The line names another type than its key, which is {key.KeyType}.";
        return null;
    }

    /// <summary>The three parts, the blob not yet looked at; null and one sentence in <paramref name="fault"/> if they are not there.</summary>
    public static byte[]? ReadBlob(ReadOnlySpan<char> line, out string type, out string comment, out string fault)
    {
        fault = "";
        line = line.Trim();
        type = TakeWord(ref line).ToString();
        var base64 = TakeWord(ref line);
        comment = line.ToString();
        if (base64.IsEmpty || base64.Length > LongestBase64)
        {
            fault = "The line is not a public key; write its type, then the key in base64.";
            return null;
        }
        var blob = new byte[base64.Length];
        if (Convert.TryFromBase64Chars(base64, blob, out var length)) return blob[..length];
        fault = "The public key is not valid base64; copy the whole line of the .pub file.";
        return null;
    }

    private static ReadOnlySpan<char> TakeWord(ref ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAny(' ', '\t');
        var word = end < 0 ? line : line[..end];
        line = line[word.Length..].TrimStart();
        return word;
    }
}
