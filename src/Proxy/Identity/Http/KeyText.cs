namespace Sluice.Proxy.Identity.Http;

/// <summary>A public key as endpoints write it: <c>type base64 [comment]</c>, or the base64 alone.</summary>
internal static class KeyText
{
    /// <summary>Its blob; false if there is no base64 in it. What the blob is worth is for the comparison to say.</summary>
    public static bool TryParse(string text, out byte[] blob)
    {
        var words = text.Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var base64 = words.Length switch { 0 => "", 1 => words[0], _ => words[1] };
        var buffer = new byte[(base64.Length / 4 * 3) + 3];
        var isBase64 = Convert.TryFromBase64String(base64, buffer, out var length) && length > 0;
        blob = isBase64 ? buffer[..length] : [];
        return isBase64;
    }
}
