using Sluice.Transport.Crypto.Certificates;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>Signature algorithms of keys in order of preference, those of certificates first (as OpenSSH's defaults are).</summary>
internal static class KeyAlgorithms
{
    private static readonly string[] _ecdsa = [.. NistCurve.All.Select(curve => curve.KeyType)];

    private static readonly string[] _rsa = [RsaPublicKey.Sha512, RsaPublicKey.Sha256];

    private static readonly string[] _plainHostKeys = [Ed25519PublicKey.Name, .. _ecdsa, .. _rsa];

    private static readonly string[] _plainUserKeys =
        [Ed25519PublicKey.Name, SecurityKeyEd25519PublicKey.Name, .. _ecdsa, SecurityKeyEcdsaPublicKey.Name, .. _rsa];

    /// <summary>Of host keys.</summary>
    public static string[] HostKeys { get; } = [.. _plainHostKeys.Select(CertificateName.Of), .. _plainHostKeys];

    /// <summary>Of user keys.</summary>
    public static string[] UserKeys { get; } = [.. _plainUserKeys.Select(CertificateName.Of), .. _plainUserKeys];

    /// <summary>
    /// The value of <c>server-sig-algs</c> (RFC 8308 section 3.1): what signatures may be made with, so each plain
    /// algorithm that is accepted for a key or for a certificate.
    /// </summary>
    public static string ServerSigAlgs(IReadOnlyCollection<string> accepted) =>
        string.Join(',', _plainUserKeys.Where(name => accepted.Contains(name) || accepted.Contains(CertificateName.Of(name))));
}
