using System.Text.Json.Nodes;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>
/// An installation that speaks every algorithm, with a backend for each set of the matrix: repositories below <c>rowN</c> are
/// fetched from an sshd that takes everything by a proxy that offers it that set alone.
/// </summary>
public sealed class MatrixInstallation : IAsyncLifetime
{
    private readonly TemporaryFolder _keys = new("matrix");

    public Installation Site { get; private set; } = null!;

    public IReadOnlyList<AlgorithmSet> Rows { get; } = [.. AlgorithmMatrix.Pairwise(), .. AlgorithmMatrix.Weak];

    /// <summary>A client that offers one set alone, to read through the backend that speaks it too.</summary>
    public SshClient ClientOf(AlgorithmSet row) => Site.Alice with
    {
        SshArguments =
        [
            "-v", "-o", $"KexAlgorithms={row.Kex}", "-o", $"HostKeyAlgorithms={row.HostKey}", "-o", $"Ciphers={row.Cipher}",
            .. row.Mac is null ? (string[])[] : ["-o", $"MACs={row.Mac}"],
        ],
    };

    public string UrlOf(int row) => Site.UrlOf($"row{row}/matrix.git");

    public async ValueTask InitializeAsync()
    {
        var larger = new[]
        {
            await SshKeyPair.GenerateAsync(_keys.PathOf("host_384"), "ecdsa", 384),
            await SshKeyPair.GenerateAsync(_keys.PathOf("host_521"), "ecdsa", 521),
        };
        var options = new OpenSshServerOptions
        {
            MoreLines =
            [
                .. larger.Select(key => $"HostKey {key.PrivateKeyFile}"),
                $"KexAlgorithms +{string.Join(',', AlgorithmMatrix.Weak.Select(row => row.Kex))}",
                $"MACs +{string.Join(',', AlgorithmMatrix.Weak.Select(row => row.Mac))}",
            ],
        };
        Site = await Installation.StartAsync(options, site =>
        {
            Configure(site, larger);
            return Task.CompletedTask;
        });
        File.AppendAllText(Path.Combine(Site.Alice.Home, "known_hosts"), KnownHosts(Site.Proxy.Endpoint, larger));
        await Site.CreateGitAsync("team/matrix.git", GitContent.Small);
    }

    public async ValueTask DisposeAsync()
    {
        if (Site is not null) await Site.DisposeAsync();
        _keys.Dispose();
    }

    private void Configure(Installation site, SshKeyPair[] larger)
    {
        var section = site.Folder.Configuration.Section;
        foreach (var key in larger) section["HostKey"]!.AsArray().Add((JsonNode)key.PrivateKeyFile);
        section["KexAlgorithms"] = $"+{string.Join(',', AlgorithmMatrix.Weak.Select(row => row.Kex))}";
        section["MACs"] = $"+{string.Join(',', AlgorithmMatrix.Weak.Select(row => row.Mac))}";
        var trusted = site.Backend.Endpoint.KnownHosts + KnownHosts(site.Backend.Endpoint, larger);
        foreach (var (index, row) in Rows.Index())
        {
            var backend = site.Folder.Configuration.AddBackend(site.Folder.Files, $"row{index}", site.Backend.Endpoint, site.Folder.Identity);
            site.Folder.Files.Write($"known_hosts.row{index}", trusted);
            backend["KexAlgorithms"] = row.Kex;
            backend["HostKeyAlgorithms"] = row.HostKey;
            backend["Ciphers"] = row.Cipher;
            if (row.Mac is not null) backend["MACs"] = row.Mac;
            site.Folder.Configuration.AddRoute($"row{index}/**", $"row{index}")["RewriteRepository"] = site.Files.PathOf("repositories", "team") + "/$1";
        }
    }

    private static string KnownHosts(SshEndpoint endpoint, SshKeyPair[] keys) => (endpoint with { HostKeys = [.. keys.Select(key => key.TypeAndBase64)] }).KnownHosts;
}
