using System.Text;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>Finds the parser for a public key blob by the type name that it starts with.</summary>
internal static class PublicKeyBlob
{
    private const int LongestShownType = 64;

    /// <summary>A plain key or a certificate, or null and one sentence in <paramref name="fault"/>.</summary>
    public static SshPublicKey? ParseAny(ReadOnlySpan<byte> blob, out string fault) =>
        CertificateKind.Of(blob) is { } kind ? CertificateBlob.Parse(kind, blob, out fault) : Parse(blob, out fault);

    /// <summary>A plain key, or null and one sentence in <paramref name="fault"/>. A certificate is none.</summary>
    public static SshPublicKey? Parse(ReadOnlySpan<byte> blob, out string fault)
    {
        var reader = new WireReader(blob);
        var type = reader.ReadString();
        if (reader.Failed || type.IsEmpty)
        {
            fault = "The key does not start with the name of its type.";
            return null;
        }
        if (Ascii.Equals(type, Ed25519PublicKey.Name)) return Ed25519PublicKey.Parse(blob, out fault);
        if (Ascii.Equals(type, RsaPublicKey.Name)) return RsaPublicKey.Parse(blob, out fault);
        foreach (var curve in NistCurve.All)
        {
            if (Ascii.Equals(type, curve.KeyType)) return EcdsaPublicKey.Parse(curve, blob, out fault);
        }
        if (Ascii.Equals(type, SecurityKeyEd25519PublicKey.Name)) return SecurityKeyEd25519PublicKey.Parse(blob, out fault);
        if (Ascii.Equals(type, SecurityKeyEcdsaPublicKey.Name)) return SecurityKeyEcdsaPublicKey.Parse(blob, out fault);
        fault = Unsupported(type);
        return null;
    }

    // The name comes from a stranger and ends up in a log: only plain names are repeated.
    private static string Unsupported(ReadOnlySpan<byte> type) =>
        type.Length <= LongestShownType && !type.ContainsAnyExceptInRange((byte)'!', (byte)'~')
            ? $"The key type {Encoding.ASCII.GetString(type)} is not supported."
            : "The key has a type that is not supported.";
}
