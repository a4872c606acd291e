using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Crypto.Keys;

namespace Sluice.Transport.Authentication;

/// <summary>Which keys may be tried at all, whoever's they are.</summary>
/// <param name="Algorithms">sshd_config's PubkeyAcceptedAlgorithms.</param>
/// <param name="RequiredRsaSize">sshd_config's RequiredRSASize: bits of a modulus, of the key and of its authority.</param>
internal sealed record UserKeyRules(IReadOnlyCollection<string> Algorithms, int RequiredRsaSize)
{
    /// <summary>All that is supported.</summary>
    public static UserKeyRules Default { get; } = new(KeyAlgorithms.UserKeys, RsaPublicKey.MinBits);

    /// <summary>True if the key may sign with that algorithm.</summary>
    public bool Accept(SshPublicKey key, string algorithm) =>
        Algorithms.Contains(algorithm) && key.SignatureAlgorithms.Contains(algorithm)
        && (key is SshCertificate certificate ? IsLongEnough(certificate.Key) && IsLongEnough(certificate.Authority) : IsLongEnough(key));

    private bool IsLongEnough(SshPublicKey key) => key is not RsaPublicKey rsa || rsa.Bits >= RequiredRsaSize;
}
