using System.Net;

using Sluice.Transport;
using Sluice.Transport.Wire;

namespace Sluice.Fuzz.Targets;

/// <summary>
/// A certificate: one byte for the mode, then a whole blob as a stranger sends it, or all up to the authority's key, which
/// is signed here, as a careless authority would sign anything.
/// </summary>
internal static class CertificateTarget
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Run(ReadOnlySpan<byte> input)
    {
        var cursor = new InputCursor(input);
        var blob = (cursor.TakeByte() & 1) != 0 ? Sign(cursor.Rest) : cursor.Rest.ToArray();
        if (!SshCertificate.TryParse(blob, out var certificate, out var fault))
        {
            Promise.Keep(fault.Length > 0 && !fault.Any(char.IsControl), "A refusal is a sentence.");
            Promise.Keep(certificate is null, "A refused certificate is none.");
            return;
        }
        Promise.Keep(certificate.Blob.Span.SequenceEqual(blob), "A certificate keeps its blob.");
        Promise.Keep(!SshPublicKey.TryParse(blob, out _, out _), "A certificate is no plain key.");
        CheckSignature(certificate);
        CheckJudgement(certificate);
        if (blob.Length > 8000) return;
        var line = $"{certificate.KeyType} {Convert.ToBase64String(blob)}";
        Promise.Keep(SshCertificate.TryParseLine(line, out var again, out fault) && again.Equals(certificate), "The line form says the same.");
    }

    /// <summary>The blob of which these are the first bytes.</summary>
    public static byte[] Sign(ReadOnlySpan<byte> fields)
    {
        var authority = FixedKeys.Ed25519;
        var signed = new WireWriter(new byte[fields.Length + 4 + authority.PublicKey.Blob.Length]);
        signed.WriteBytes(fields);
        signed.WriteString(authority.PublicKey.Blob.Span);
        var signature = authority.Sign(authority.PublicKey.KeyType, signed.Written);
        return [.. signed.Written, 0, 0, 0, (byte)signature.Length, .. signature];
    }

    private static void CheckSignature(SshCertificate certificate)
    {
        var authority = FixedKeys.All.FirstOrDefault(key => key.PublicKey.Equals(certificate.Authority));
        Promise.Keep(authority is not null, "Nobody signs with a key that was never made.");
        var blob = certificate.Blob.Span;
        foreach (var algorithm in authority.PublicKey.SignatureAlgorithms)
        {
            // The signature is the last string: try where it can begin.
            for (var length = 1; length < 1200 && length + 4 < blob.Length; length++)
            {
                var reader = new WireReader(blob[^(length + 4)..]);
                var signature = reader.ReadString();
                if (reader.IsComplete && Genuine.Is(authority, algorithm, blob[..^(length + 4)], signature)) return;
            }
        }
        throw new BrokenPromiseException("A certificate is believed only with its authority's signature.");
    }

    private static void CheckJudgement(SshCertificate certificate)
    {
        Promise.Keep(certificate.Principals.All(name => name.Length > 0), "No principal is nobody.");
        var asUser = certificate.JudgeUser(_now, IPAddress.Loopback);
        var asHost = certificate.JudgeHost(_now, "git.example.org");
        Promise.Keep(asUser.Length > 0 || asHost.Length > 0, "It is good for a user or a host, never for both.");
        Promise.Keep(certificate.Type == SshCertificateType.User || asUser.Length > 0, "A host's certificate is no user's.");
        Promise.Keep(certificate.JudgeUser(DateTimeOffset.MaxValue, IPAddress.Loopback) is var late && certificate.JudgeUser(DateTimeOffset.MinValue, IPAddress.IPv6Loopback) is var early && late is not null && early is not null, "Every time has an answer.");
        foreach (var algorithm in certificate.SignatureAlgorithms) Promise.Keep(!certificate.Verify(algorithm, "data"u8, certificate.Blob.Span), "A certificate is no signature.");
    }
}
