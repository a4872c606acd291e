using Sluice.Transport;

namespace Sluice.Proxy.Options;

/// <summary>The settings of the server role.</summary>
internal static class ServerSection
{
    // RFC 4253 section 4.2: 255 bytes for the whole identification line.
    private const int LongestAddendum = 200;

    public static SshServerOptions Build(SluiceConfig config, KeyFiles files, Faults faults)
    {
        var defaults = new SshServerOptions { HostKeys = [] };
        var rekey = faults.Read(nameof(config.RekeyLimit), config.RekeyLimit, RekeyLimit.Default, RekeyLimit.TryParse, RekeyLimit.Expected);
        return defaults with
        {
            HostKeys = HostKeySection.Build(config, files, faults),
            RequiredRSASize = faults.Number(nameof(config.RequiredRSASize), config.RequiredRSASize, defaults.RequiredRSASize, 2048, 16384),
            SoftwareVersion = SoftwareVersion(config, faults, defaults.SoftwareVersion),
            LoginGraceTime = faults.Read(
                nameof(config.LoginGraceTime), config.LoginGraceTime, defaults.LoginGraceTime, Duration.TryParse, "a time from 1s to 10m", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            MaxAuthTries = faults.Number(nameof(config.MaxAuthTries), config.MaxAuthTries, defaults.MaxAuthTries, 1, 100),
            MaxSessions = faults.Number(nameof(config.MaxSessions), config.MaxSessions, defaults.MaxSessions, 1, 1000),
            ClientAliveInterval = faults.Read(
                nameof(config.ClientAliveInterval), config.ClientAliveInterval, defaults.ClientAliveInterval, Duration.TryParse, Duration.Expected),
            ClientAliveCountMax = faults.Number(nameof(config.ClientAliveCountMax), config.ClientAliveCountMax, defaults.ClientAliveCountMax, 1, 1000),
            RekeyBytes = rekey.Bytes,
            RekeyInterval = rekey.Interval,
            Algorithms = AlgorithmSection.Build(config.KexAlgorithms, config.Ciphers, config.MACs, config.HostKeyAlgorithms, faults, config.PubkeyAcceptedAlgorithms),
        };
    }

    private static string SoftwareVersion(SluiceConfig config, Faults faults, string name)
    {
        var addendum = (config.VersionAddendum ?? "").Trim();
        if (addendum.Length > LongestAddendum || addendum.Any(c => c is < ' ' or > '~'))
            faults.Add(nameof(config.VersionAddendum), $"Expected at most {LongestAddendum} printable ASCII characters.");
        return addendum.Length == 0 ? name : $"{name} {addendum}";
    }
}
