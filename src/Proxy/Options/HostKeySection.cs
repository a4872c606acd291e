using Sluice.Transport;

namespace Sluice.Proxy.Options;

/// <summary>The host keys and their certificates.</summary>
internal static class HostKeySection
{
    /// <summary>The keys, then the certified forms of those that have a certificate.</summary>
    public static IReadOnlyList<SshPrivateKey> Build(SluiceConfig config, KeyFiles files, Faults faults)
    {
        var keys = HostKeys(config, files, faults);
        return [.. keys, .. Certified(config, keys, files, faults)];
    }

    private static List<SshPrivateKey> HostKeys(SluiceConfig config, KeyFiles files, Faults faults)
    {
        var passphrase = files.ReadPassphrase(config.HostKeyPassphraseFile, faults.Below(nameof(config.HostKeyPassphraseFile)));
        var keys = new List<SshPrivateKey>();
        var written = config.HostKey ?? [];
        if (written.Count == 0) faults.Add(nameof(config.HostKey), "It is missing: expected at least one key file; ssh-keygen -t ed25519 -N '' -f ssh_host_ed25519_key makes one.");
        for (var i = 0; i < written.Count; i++)
        {
            var below = faults.Below(nameof(config.HostKey), i);
            if (files.ReadPrivateKey(written[i], passphrase, below) is not { } key) continue;
            if (keys.Any(other => other.PublicKey.KeyType == key.PublicKey.KeyType))
                below.Add($"This is a second host key of type {key.PublicKey.KeyType}: keep one of each type, clients are offered only one.");
            keys.Add(key);
        }
        return keys;
    }

    private static List<SshPrivateKey> Certified(SluiceConfig config, List<SshPrivateKey> keys, KeyFiles files, Faults faults)
    {
        var certified = new List<SshPrivateKey>();
        var written = config.HostCertificate ?? [];
        for (var i = 0; i < written.Count; i++)
        {
            var below = faults.Below(nameof(config.HostCertificate), i);
            if (files.ReadText(written[i], below) is not { } line) continue;
            if (!SshCertificate.TryParseLine(line, out var certificate, out var fault))
                below.Add($"The certificate {files.FullPath(written[i])} cannot be used: {fault}");
            else if (certificate.Type != SshCertificateType.Host)
                below.Add("This is a user's certificate: expected a host's, as ssh-keygen -s CA -I NAME -h -n HOST KEY.pub makes it.");
            else if (keys.Find(key => key.PublicKey.Equals(certificate.Key)) is not { } key)
                below.Add($"The certificate is about {certificate.Key.KeyType} {certificate.Fingerprint}, which is none of the host keys.");
            else if (certified.Exists(other => other.PublicKey.KeyType == certificate.KeyType))
                below.Add("This is a second certificate for the same host key: keep one, clients are shown only one.");
            else
                certified.Add(key.WithCertificate(certificate));
        }
        return certified;
    }
}
