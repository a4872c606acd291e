using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Crypto.Keys;

namespace Sluice.Transport.Handshake;

/// <summary>Which host key a key exchange is signed with, and whether the one that a server shows will do.</summary>
internal static class HostKeyChoice
{
    /// <summary>Server role: the key, or its certified form, that signs with the algorithm agreed on.</summary>
    public static SshPrivateKey ToSign(IReadOnlyList<SshPrivateKey> keys, string algorithm) =>
        keys.First(key => key.PublicKey.SignatureAlgorithms.Contains(algorithm));

    /// <summary>Client role: the key or certificate that the server shows, if it is trusted and of the algorithm agreed on; else null and the end.</summary>
    public static SshPublicKey? ToVerify(ReadOnlySpan<byte> blob, string algorithm, HostKeyTrust trust, out KexStep failure)
    {
        failure = default;
        if (PublicKeyBlob.ParseAny(blob, out var fault) is not { } key)
        {
            failure = KexStep.Fail(EndReason.KeyExchangeFailed, $"The server's host key cannot be used: {fault}");
            return null;
        }
        if (!key.SignatureAlgorithms.Contains(algorithm))
        {
            failure = KexStep.Fail(EndReason.KeyExchangeFailed, $"The server's host key is of type {key.KeyType}, but {algorithm} was agreed on.");
            return null;
        }
        if (trust.Judge(key) is not { Length: > 0 } doubt) return key;
        failure = KexStep.Fail(EndReason.HostKeyUnknown, $"The server's host key {key.KeyType} {key.Fingerprint} {doubt}.");
        return null;
    }
}
