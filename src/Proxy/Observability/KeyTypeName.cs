using Sluice.Transport;

namespace Sluice.Proxy.Observability;

/// <summary>Key types in the words of sshd's log, which log parsers know.</summary>
internal static class KeyTypeName
{
    /// <summary><c>ED25519</c>, <c>ECDSA</c>, <c>RSA</c>, <c>ED25519-SK</c>, <c>ECDSA-SK</c>; <c>-CERT</c> behind it for a certificate.</summary>
    public static string Of(SshPublicKey key) => key is SshCertificate certificate ? $"{Plain(certificate.Key)}-CERT" : Plain(key);

    private static string Plain(SshPublicKey key) => key.KeyType switch
    {
        "ssh-ed25519" => "ED25519",
        "ssh-rsa" => "RSA",
        "sk-ssh-ed25519@openssh.com" => "ED25519-SK",
        "sk-ecdsa-sha2-nistp256@openssh.com" => "ECDSA-SK",
        var type when type.StartsWith("ecdsa-", StringComparison.Ordinal) => "ECDSA",
        var type => type,
    };
}
