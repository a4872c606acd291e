using Sluice.Transport;

namespace Sluice.Soak.Peers;

/// <summary>Transport's keys in OpenSSH's lines, and back.</summary>
internal static class KeyLines
{
    /// <summary>Type and base64.</summary>
    public static string Write(SshPublicKey key) => $"{key.KeyType} {Convert.ToBase64String(key.Blob.Span)}";

    /// <exception cref="FormatException">It is no public key.</exception>
    public static SshPublicKey Read(string line) =>
        SshPublicKey.TryParseLine(line, out var key, out _, out var fault) ? key : throw new FormatException($"'{line}' is no public key: {fault}");
}
