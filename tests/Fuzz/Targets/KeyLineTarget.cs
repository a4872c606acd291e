using System.Text;

using Sluice.Transport;

namespace Sluice.Fuzz.Targets;

/// <summary>A line of a .pub file.</summary>
internal static class KeyLineTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        if (!SshPublicKey.TryParseLine(Encoding.UTF8.GetString(input), out var key, out var comment, out var fault))
        {
            Promise.Keep(fault.Length > 0 && !fault.Any(char.IsControl), "A refusal is a sentence.");
            return;
        }
        var written = $"{key.KeyType} {Convert.ToBase64String(key.Blob.Span)} {comment}";
        Promise.Keep(SshPublicKey.TryParseLine(written, out var again, out var second, out fault), fault);
        Promise.Keep(again.Equals(key) && second == comment, "A line that is written is the line that was read.");
    }
}
