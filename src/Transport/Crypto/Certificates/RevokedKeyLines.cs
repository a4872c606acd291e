using System.Text;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Certificates;

/// <summary>The text form of RevokedKeys: one public key each line; a certificate stands for the key in it.</summary>
internal static class RevokedKeyLines
{
    /// <summary>Adds what is in the file. A line that is no key makes it false: a revocation must not be overlooked.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, RevocationSet revoked, out string fault)
    {
        fault = "";
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(file).Split('\n'))
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#') continue;
            if (TryAdd(text, revoked, out fault)) continue;
            fault = $"Line {number}: {fault}";
            return false;
        }
        return true;
    }

    private static bool TryAdd(string line, RevocationSet revoked, out string fault)
    {
        if (PublicKeyLine.ReadBlob(line, out var type, out _, out fault) is not { } blob) return false;
        if (CertificateKind.Of(blob) is { } kind)
        {
            if (CertificateBlob.Parse(kind, blob, out fault) is not { } certificate) return false;
            blob = certificate.Key.Blob.ToArray();
            type = type == kind.Name ? kind.KeyType : type;
        }
        // Keys too weak to be used, or of types not used here, may well be revoked: only the type's name is looked at.
        if (Ascii.Equals(new WireReader(blob).ReadString(), type))
        {
            revoked.AddKey(blob);
            return true;
        }
        fault = "The line names another type than its key.";
        return false;
    }
}
