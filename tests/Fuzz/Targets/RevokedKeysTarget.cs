using Sluice.Fuzz.Seeds;
using Sluice.Transport;

namespace Sluice.Fuzz.Targets;

/// <summary>A file of revoked keys, as a list or as a KRL.</summary>
internal static class RevokedKeysTarget
{
    private static readonly SshPublicKey[] _keys = [.. SignatureTarget.Keys, .. CertificateSeeds.Made.Value];

    public static void Run(ReadOnlySpan<byte> file)
    {
        if (!RevokedKeys.TryParse(file, out var revoked, out var fault))
        {
            Promise.Keep(fault.Length > 0 && !fault.Any(char.IsControl), "A refusal is a sentence.");
            Promise.Keep(revoked is null, "A refused file is none.");
            return;
        }
        foreach (var key in _keys)
        {
            if (key is SshCertificate certificate)
                Promise.Keep(revoked.Contains(key) || !(revoked.Contains(certificate.Key) || revoked.Contains(certificate.Authority)), "A certificate goes with its key and its authority.");
        }
        var isBinary = file.StartsWith("SSHKRL\n\0"u8);
        var extra = FixedKeys.Rsa.PublicKey;
        byte[] longer = isBinary ? [.. file, .. Section(extra)] : [.. file, .. System.Text.Encoding.ASCII.GetBytes($"\nssh-rsa {Convert.ToBase64String(extra.Blob.Span)}")];
        // Behind a signature no section may follow.
        if (!RevokedKeys.TryParse(longer, out var more, out fault)) Promise.Keep(isBinary, fault);
        else Promise.Keep(more.Contains(extra) && _keys.All(key => more.Contains(key) || !revoked.Contains(key)), "A revocation more takes none away.");
    }

    private static byte[] Section(SshPublicKey key)
    {
        var blob = InKrl(key.Blob.Span);
        return [2, .. InKrl(blob)[..4], .. blob];
    }

    private static byte[] InKrl(ReadOnlySpan<byte> data) => [(byte)(data.Length >> 24), (byte)(data.Length >> 16), (byte)(data.Length >> 8), (byte)data.Length, .. data];
}
