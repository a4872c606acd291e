using System.Text;

using Sluice.Fuzz.Targets;
using Sluice.Testing;
using Sluice.Transport;

namespace Sluice.Fuzz.Seeds;

/// <summary>Certificates and revocations as ssh-keygen writes them.</summary>
internal static class CertificateSeeds
{
    private static readonly (string Name, string Arguments)[] _kinds =
    [
        ("user", "-n alice,bob -V 20250101:20350101"),
        ("restricted", "-n alice -z 7 -O force-command=hg -O source-address=127.0.0.0/8,2001:db8::/32"),
        ("verified", "-n alice -O verify-required -O no-touch-required"),
        ("unknown-option", "-n alice -O critical:unknown@example.org=1 -O extension:other@example.org"),
        ("host", "-h -n git.example.org,*.example.org -z 300"),
        ("nobody", ""),
    ];

    /// <summary>The certificates that are kept.</summary>
    public static Lazy<IReadOnlyList<SshCertificate>> Made { get; } = new(() =>
    [
        .. Corpus.Files(FuzzTargets.Find("certificate")!).Select(File.ReadAllBytes)
            .Where(input => input.Length > 0 && (input[0] & 1) == 0)
            .Select(input => SshCertificate.TryParse(input.AsSpan(1), out var certificate, out _) ? certificate : null).OfType<SshCertificate>(),
    ]);

    public static IEnumerable<(string, byte[])> Certificates()
    {
        foreach (var key in SignatureTarget.Keys) yield return ($"{key.KeyType}-by-ed25519", [0, .. Certify(key, FixedKeys.Ed25519, _kinds[0].Arguments)]);
        foreach (var authority in FixedKeys.All) yield return ($"ed25519-by-{authority.PublicKey.KeyType}", [0, .. Certify(FixedKeys.Ed25519.PublicKey, authority, "-n alice -t rsa-sha2-256")]);
        foreach (var (name, arguments) in _kinds)
        {
            var blob = Certify(FixedKeys.SecurityKeyEd25519, FixedKeys.Ed25519, arguments);
            yield return ($"{name}", [0, .. blob]);
            yield return ($"{name}-signed-here", [1, .. WithoutSignature(blob)]);
        }
        var flipped = Certify(FixedKeys.Rsa.PublicKey, FixedKeys.Ed25519, "-n alice");
        flipped[^3] ^= 1;
        yield return ("flipped", [0, .. flipped]);
        var chain = Certify(FixedKeys.Ed25519.PublicKey, FixedKeys.Ed25519, "-n alice");
        yield return ("certified-authority", [0, .. WithoutSignature(chain), .. InputCursor.Join(chain)]);
    }

    public static IEnumerable<(string, byte[])> Revocations()
    {
        yield return ("lines", Encoding.ASCII.GetBytes($"# gone\n{Line(FixedKeys.Ed25519.PublicKey)} alice\n\n{Line(FixedKeys.Rsa.PublicKey)}\n"));
        yield return ("keys", Revoke(Line(FixedKeys.Ed25519.PublicKey), Line(FixedKeys.SecurityKeyEcdsa)));
        yield return ("sha1", Revoke($"sha1: {Line(FixedKeys.Rsa.PublicKey)}"));
        yield return ("sha256", Revoke($"sha256: {Line(FixedKeys.All[1].PublicKey)}"));
        yield return ("serials", Revoke("serial: 7", "serial: 300-400", "serial: 1", "serial: 3", "serial: 5", "serial: 18446744073709551615"));
        yield return ("bitmap", Revoke([.. Enumerable.Range(1, 60).Where(i => i % 3 != 0).Select(i => $"serial: {i}")]));
        yield return ("key-ids", Revoke("id: fuzz", "id: somebody"));
    }

    private static string Line(SshPublicKey key) => $"{key.KeyType} {Convert.ToBase64String(key.Blob.Span)}";

    private static byte[] Certify(SshPublicKey key, SshPrivateKey authority, string arguments)
    {
        using var folder = new TemporaryFolder("seed");
        var file = Authority(folder, authority);
        var isRsa = authority.PublicKey.KeyType == "ssh-rsa";
        var options = arguments.Replace("-t rsa-sha2-256", isRsa ? "-t rsa-sha2-256" : "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        SeedProgram.Run("ssh-keygen", ["-q", "-s", file, "-I", "fuzz", .. options, folder.Write("key.pub", Line(key))]);
        return Convert.FromBase64String(File.ReadAllText(folder.PathOf("key-cert.pub")).Split(' ')[1]);
    }

    private static byte[] Revoke(params string[] specifications)
    {
        using var folder = new TemporaryFolder("seed");
        Authority(folder, FixedKeys.Ed25519);
        var list = folder.PathOf("krl");
        SeedProgram.Run("ssh-keygen", ["-q", "-k", "-f", list, "-s", folder.PathOf("authority.pub"), folder.Write("what", string.Join('\n', specifications) + "\n")]);
        return File.ReadAllBytes(list);
    }

    private static string Authority(TemporaryFolder folder, SshPrivateKey key)
    {
        folder.Write("authority.pub", Line(key.PublicKey));
        var file = folder.Write("authority", key.ToOpenSshFile("authority"));
        SeedProgram.Run("chmod", ["600", file]);
        return file;
    }

    // An Ed25519 authority takes 51 bytes and its signature 83, each with a length in front.
    private static byte[] WithoutSignature(byte[] blob) => blob[..^(4 + 51 + 4 + 83)];
}
