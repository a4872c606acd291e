using System.Text;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Certificates;

/// <summary>
/// The wire form of a certificate (OpenSSH PROTOCOL.certkeys). Everything before the signature is signed.
/// <code>
/// string   type
/// string   nonce
/// ....     the key's fields, as in its plain blob
/// uint64   serial
/// uint32   1 user, 2 host
/// string   key id
/// string   principals: strings
/// uint64   valid after          seconds since 1970, inclusive
/// uint64   valid before         seconds since 1970, exclusive
/// string   critical options: pairs of strings
/// string   extensions: pairs of strings
/// string   reserved
/// string   the authority's key
/// string   signature
/// </code>
/// </summary>
internal static class CertificateBlob
{
    /// <summary>As many as OpenSSH takes.</summary>
    public const int MaxPrincipals = 256;

    /// <summary>A certificate whose signature holds; or null and one sentence in <paramref name="fault"/>.</summary>
    public static SshCertificate? Parse(CertificateKind kind, ReadOnlySpan<byte> blob, out string fault)
    {
        var reader = new WireReader(blob);
        reader.ReadString();
        reader.ReadString();
        var keyStart = reader.Position;
        for (var i = 0; i < kind.KeyFields; i++) reader.ReadString();
        var keyFields = reader.Failed ? default : blob[keyStart..reader.Position];
        var serial = reader.ReadUInt64();
        var type = reader.ReadUInt32();
        var keyId = reader.ReadText();
        var principalList = reader.ReadString();
        var validAfter = reader.ReadUInt64();
        var validBefore = reader.ReadUInt64();
        var optionList = reader.ReadString();
        var extensionList = reader.ReadString();
        reader.ReadString();
        var authorityBlob = reader.ReadString();
        var signed = reader.Failed ? default : blob[..reader.Position];
        var signature = reader.ReadString();
        fault = $"The {kind.Name} certificate is malformed.";
        if (!reader.IsComplete
            || type is not ((uint)SshCertificateType.User or (uint)SshCertificateType.Host)
            || !TryReadPrincipals(principalList, out var principals)
            || !CriticalOptions.TryParse(optionList, out var options)
            || !CertificateExtensions.TryParse(extensionList, out var needsNoTouch)) return null;
        if (PublicKeyBlob.Parse(PlainBlob(kind, keyFields), out fault) is not { } key) return null;
        // Plain keys only: an authority that is itself certified would make chains, which OpenSSH does not know.
        if (PublicKeyBlob.Parse(authorityBlob, out fault) is not { } authority) return null;
        if (!IsSigned(authority, signed, signature))
        {
            fault = "The certificate's signature does not hold.";
            return null;
        }
        var fields = new CertificateFields(
            key, serial, (SshCertificateType)type, keyId, principals, validAfter, validBefore, options, needsNoTouch, authority);
        return new SshCertificate(kind, blob.ToArray(), fields);
    }

    /// <summary>By one of the authority's own algorithms: for RSA that leaves SHA-1 out.</summary>
    private static bool IsSigned(SshPublicKey authority, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        var named = SignatureBlob.AlgorithmOf(signature);
        foreach (var algorithm in authority.SignatureAlgorithms)
        {
            if (Ascii.Equals(named, algorithm)) return authority.Verify(algorithm, signed, signature);
        }
        return false;
    }

    private static byte[] PlainBlob(CertificateKind kind, ReadOnlySpan<byte> keyFields)
    {
        var blob = new byte[sizeof(uint) + kind.KeyType.Length + keyFields.Length];
        var writer = new WireWriter(blob);
        writer.WriteText(kind.KeyType);
        writer.WriteBytes(keyFields);
        return blob;
    }

    private static bool TryReadPrincipals(ReadOnlySpan<byte> list, out IReadOnlyList<string> principals)
    {
        var names = new List<string>();
        var reader = new WireReader(list);
        while (!reader.Remaining.IsEmpty && names.Count <= MaxPrincipals) names.Add(reader.ReadText());
        principals = names;
        return reader.IsComplete && names.Count <= MaxPrincipals && !names.Contains("");
    }
}
