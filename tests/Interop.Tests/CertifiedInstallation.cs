using System.Text.Json.Nodes;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>An installation that trusts authorities of three types, has revoked some of what they signed, and shows host certificates.</summary>
public sealed class CertifiedInstallation : IAsyncLifetime
{
    public const string Repository = "team/certified.git";

    private static readonly string[] _authorities = ["ed25519", "ecdsa", "rsa"];

    private readonly Dictionary<string, SshKeyPair> _moreHostKeys = [];

    public Installation Site { get; private set; } = null!;

    /// <summary>The authority of the host certificates.</summary>
    public SshKeyPair Authority => new(Site.Files.PathOf("authority-ed25519"));

    public async ValueTask InitializeAsync()
    {
        Site = await Installation.StartAsync(adjust: async site =>
        {
            await TrustAsync(site);
            await SshKeyPair.GenerateAsync(site.Files.PathOf("authority-stranger"));
            await RevokeAsync(site);
            await CertifyHostAsync(site);
        });
        await Site.CreateGitAsync(Repository, GitContent.Small);
    }

    /// <summary>Makes authorities of each type, and has the proxy trust them and read a list of revoked keys, which is empty.</summary>
    public static async Task TrustAsync(Installation site)
    {
        List<string> lines = ["# trusted"];
        foreach (var type in _authorities)
            lines.Add((await SshKeyPair.GenerateAsync(site.Files.PathOf($"authority-{type}"), type)).PublicKeyLine);
        site.Folder.Configuration.Section["TrustedUserCAKeys"] = site.Files.Write("authorities", string.Join('\n', lines) + "\n");
        site.Folder.Configuration.Section["RevokedKeys"] = site.Files.Write("revoked", "");
    }

    /// <summary>A user with a new key and certificate.</summary>
    public Task<CertifiedClient> ClientAsync(string type, int? bits, params string[] options) => ClientAsync(type, bits, options, "ed25519");

    /// <inheritdoc cref="ClientAsync(string, int?, string[])"/>
    public Task<CertifiedClient> ClientAsync(string type, int? bits, IReadOnlyList<string> options, string authority = "ed25519") =>
        CertifiedClient.CreateAsync(Site, type, bits, options, $"authority-{authority}");

    public static Task<ProgramResult> ListAsync(CertifiedClient client, params string[] options) => client.With(options).ListAsync(Repository);

    /// <summary>Alice at another machine, which knows other hosts.</summary>
    public CertifiedClient WithKnownHosts(string knownHosts)
    {
        var client = Site.NewClient($"machine-{Guid.NewGuid():N}", Site.Alice.Key);
        File.WriteAllText(Path.Combine(client.Home, "known_hosts"), knownHosts);
        return new CertifiedClient(client, "");
    }

    /// <summary>The host key with that algorithm, of the larger curves.</summary>
    public SshKeyPair HostKey(string algorithm) => _moreHostKeys[algorithm];

    public ValueTask DisposeAsync() => Site?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task RevokeAsync(Installation site)
    {
        var specification = site.Files.Write("revoked.txt", "serial: 4711\nserial: 5000-5999\nid: stolen laptop\n");
        var authority = new SshKeyPair(site.Files.PathOf("authority-ed25519"));
        var list = site.Files.PathOf("revoked");
        (await ProgramRunner.RunAsync("ssh-keygen", ["-q", "-k", "-f", list, "-s", authority.PublicKeyFile, specification])).MustSucceed();
    }

    private async Task CertifyHostAsync(Installation site)
    {
        foreach (var bits in new[] { 384, 521 })
            _moreHostKeys[$"ecdsa-sha2-nistp{bits}"] = await SshKeyPair.GenerateAsync(site.Folder.Files.PathOf($"host_ecdsa{bits}"), "ecdsa", bits);
        SshKeyPair[] keys = [.. site.Folder.HostKeys, .. _moreHostKeys.Values];
        foreach (var key in keys)
            await CertifiedClient.SignAsync(site.Files.PathOf("authority-ed25519"), key, ["-h", "-n", "127.0.0.1"]);
        site.Folder.Configuration.Section["HostKey"] = new JsonArray([.. keys.Select(key => (JsonNode)key.PrivateKeyFile)]);
        site.Folder.Configuration.Section["HostCertificate"] = new JsonArray([.. keys.Select(key => (JsonNode)$"{key.PrivateKeyFile}-cert.pub")]);
    }
}
