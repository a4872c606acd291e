using Sluice.Transport;

namespace Sluice.Fuzz.Targets;

/// <summary>A public key blob.</summary>
internal static class PublicKeyTarget
{
    public static void Run(ReadOnlySpan<byte> blob)
    {
        if (!SshPublicKey.TryParse(blob, out var key, out var fault))
        {
            Promise.Keep(fault.Length > 0 && !fault.Any(char.IsControl), "A refusal is a sentence.");
            Promise.Keep(key is null, "A refused key is none.");
            return;
        }
        Promise.Keep(key.Blob.Span.SequenceEqual(blob), "A key keeps its blob.");
        Promise.Keep(key.SignatureAlgorithms.Count > 0, "A key verifies something.");
        Promise.Keep(key.Fingerprint.StartsWith("SHA256:", StringComparison.Ordinal) && key.Fingerprint.Length == 50, "A fingerprint has one length.");
        Promise.Keep(blob.Length < 8192, "No key is longer than the largest RSA key.");
        foreach (var algorithm in key.SignatureAlgorithms) Promise.Keep(!key.Verify(algorithm, "data"u8, blob), "A key is no signature.");
        if (blob.Length > 8000) return;
        var line = $"{key.KeyType} {Convert.ToBase64String(blob)} comment of it";
        Promise.Keep(SshPublicKey.TryParseLine(line, out var again, out var comment, out fault), fault);
        Promise.Keep(again.Equals(key) && again.GetHashCode() == key.GetHashCode() && comment == "comment of it", "The line form says the same.");
    }
}
