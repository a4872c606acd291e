using Sluice.Proxy.Backends;
using Sluice.Transport;

namespace Sluice.Proxy.Options;

/// <summary>One backend of the configuration.</summary>
internal static class BackendSection
{
    private const string AddressExpected = "a host and perhaps a port, such as git.internal:22, 192.0.2.1 or [2001:db8::1]:22";

    /// <summary>The backend, or null if it was given faults that leave nothing to build it from.</summary>
    public static BackendModel? Build(string name, BackendConfig config, KeyFiles files, Faults faults)
    {
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) faults.Add("A backend's name consists of letters, digits, dots, dashes and underscores.");
        HostPort? address = faults.Required(nameof(config.Address), config.Address, AddressExpected) is { } written
            ? faults.Read<HostPort?>(nameof(config.Address), written, null, TryParseAddress, AddressExpected)
            : null;
        var identity = Identity(config, files, faults);
        var known = KnownHost(config, address, files, faults);
        var defaults = SshServerDefaults;
        var rekey = faults.Read(nameof(config.RekeyLimit), config.RekeyLimit, RekeyLimit.Default, RekeyLimit.TryParse, RekeyLimit.Expected);
        var connectTimeout = faults.Read(
            nameof(config.ConnectTimeout), config.ConnectTimeout, TimeSpan.FromSeconds(10), Duration.TryParse, "a time from 1s to 10m", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        var aliveInterval = faults.Read(
            nameof(config.ServerAliveInterval), config.ServerAliveInterval, defaults.ClientAliveInterval, Duration.TryParse, Duration.Expected);
        var aliveCount = faults.Number(nameof(config.ServerAliveCountMax), config.ServerAliveCountMax, defaults.ClientAliveCountMax, 1, 1000);
        var algorithms = AlgorithmSection.Build(config.KexAlgorithms, config.Ciphers ?? BackendCiphers.Default, config.MACs, config.HostKeyAlgorithms, faults);
        var environment = Environment(config, faults);
        var asker = IdentitySection.Build(config, faults);
        var pool = PoolSection.Build(config, faults);
        var proxyProtocol = faults.Read<ProxyProtocolVersion?>(nameof(config.SendProxyProtocol), config.SendProxyProtocol, null, ProxyProtocolSection.TryParseVersion, "v1, v2 or none");
        if (proxyProtocol is not null && pool.Sharing)
            faults.Add(nameof(config.SendProxyProtocol), "A connection that clients share has no client's address to tell: set Sharing to off as well.");
        if (address is null || identity is null) return null;
        var ssh = new SshClientOptions
        {
            User = string.IsNullOrWhiteSpace(config.User) ? "git" : config.User,
            IdentityKey = identity,
            HostKeys = known.Keys,
            HostKeyAuthorities = known.Authorities,
            RevokedHostKeys = known.Revoked,
            SendProxyProtocol = proxyProtocol,
            ConnectTimeout = connectTimeout,
            ServerAliveInterval = aliveInterval,
            ServerAliveCountMax = aliveCount,
            RekeyBytes = rekey.Bytes,
            RekeyInterval = rekey.Interval,
            Algorithms = algorithms,
        };
        return new BackendModel(name, address.Value.Host, address.Value.Port, ssh, environment) { Pool = pool, Identity = asker };
    }

    private static SshServerOptions SshServerDefaults { get; } = new() { HostKeys = [] };

    private static bool TryParseAddress(string text, out HostPort? address)
    {
        var parsed = HostPort.TryParse(text, 22, out var value) && value.Port != 0;
        address = value;
        return parsed;
    }

    private static SshPrivateKey? Identity(BackendConfig config, KeyFiles files, Faults faults)
    {
        var passphrase = files.ReadPassphrase(config.IdentityPassphraseFile, faults.Below(nameof(config.IdentityPassphraseFile)));
        return faults.Required(nameof(config.IdentityFile), config.IdentityFile, "the private key file to log in with") is { } file
            ? files.ReadPrivateKey(file, passphrase, faults.Below(nameof(config.IdentityFile)))
            : null;
    }

    private static KnownHosts.Found KnownHost(BackendConfig config, HostPort? address, KeyFiles files, Faults faults)
    {
        var nothing = new KnownHosts.Found([], [], [], []);
        var below = faults.Below(nameof(config.KnownHosts));
        if (faults.Required(nameof(config.KnownHosts), config.KnownHosts, "a file in known_hosts format with the backend's host keys") is not { } file) return nothing;
        if (files.ReadText(file, below) is not { } text || address is not { Host: var host, Port: var port }) return nothing;
        var found = KnownHosts.Parse(text).Find(host, port);
        if (found.Keys.Count > 0 || found.Authorities.Count > 0) return found;
        var path = files.FullPath(file);
        var ignored = found.Ignored.Count == 0 ? "" : $" ({string.Join("; ", found.Ignored)})";
        below.Add($"{path} has no usable key for {KnownHosts.NameOf(host, port)}{ignored}: run ssh-keyscan -p {port} {host} >> {path} and compare the fingerprints with the backend's own.");
        return nothing;
    }

    private static List<KeyValuePair<string, string>> Environment(BackendConfig config, Faults faults)
    {
        var below = faults.Below(nameof(config.SetEnv));
        foreach (var (name, value) in config.SetEnv ?? [])
        {
            if (!EnvironmentName.IsValid(name)) below.Add(name, "This is not a name for an environment variable.");
            if (value is null || value.Contains('\0', StringComparison.Ordinal)) below.Add(name, "Expected a text without NUL.");
        }
        return [.. config.SetEnv ?? []];
    }
}
