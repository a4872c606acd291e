using System.Text;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Certificates;

/// <summary>One type of certificate: what the certified key is, and how much of the certificate it takes.</summary>
internal sealed class CertificateKind
{
    private CertificateKind(string keyType, int keyFields, params string[] signatureAlgorithms)
    {
        Name = CertificateName.Of(keyType);
        KeyType = keyType;
        KeyFields = keyFields;
        SignatureAlgorithms = [.. (signatureAlgorithms is [] ? [keyType] : signatureAlgorithms).Select(CertificateName.Of)];
    }

    public static IReadOnlyList<CertificateKind> All { get; } =
    [
        new(Ed25519PublicKey.Name, 1),
        .. NistCurve.All.Select(curve => new CertificateKind(curve.KeyType, 2)),
        new(RsaPublicKey.Name, 2, RsaPublicKey.Sha512, RsaPublicKey.Sha256),
        new(SecurityKeyEd25519PublicKey.Name, 2),
        new(SecurityKeyEcdsaPublicKey.Name, 3),
    ];

    /// <summary>The type that the certificate's blob begins with.</summary>
    public string Name { get; }

    /// <summary>The type of the key in it.</summary>
    public string KeyType { get; }

    /// <summary>Fields of the key, which are the same here and in a plain blob: strings and mpints, both with a length in front.</summary>
    public int KeyFields { get; }

    /// <summary>What requests name; in the order of the plain key's <see cref="SshPublicKey.SignatureAlgorithms"/>.</summary>
    public IReadOnlyList<string> SignatureAlgorithms { get; }

    /// <summary>The kind of a blob; null if it is no certificate.</summary>
    public static CertificateKind? Of(ReadOnlySpan<byte> blob)
    {
        var type = new WireReader(blob).ReadString();
        foreach (var kind in All)
        {
            if (Ascii.Equals(type, kind.Name)) return kind;
        }
        return null;
    }
}
