using Sluice.Testing;

namespace Sluice.EndToEnd;

/// <summary>One sshd, the proxy in front of it, and the two ways to it.</summary>
internal sealed class BenchSite : IAsyncDisposable
{
    public const string Small = "team/small.git";
    public const string Large = "team/large.git";

    /// <summary>Paths that the backend answers with a bare stream rather than with git.</summary>
    public const string Download = "team/raw/download";
    public const string Upload = "team/raw/upload";

    private readonly Installation _installation;
    private readonly TemporaryFolder _folder;

    private BenchSite(Installation installation, TemporaryFolder folder, IReadOnlyList<Peer> peers)
    {
        _installation = installation;
        _folder = folder;
        Peers = peers;
    }

    /// <summary>Direct first.</summary>
    public IReadOnlyList<Peer> Peers { get; }

    public int ProxyProcessId => _installation.Proxy.ProcessId;

    public TemporaryFolder Files => _installation.Files;

    /// <summary>A file of noise, as long as the large repository's content.</summary>
    public string NoiseFile => _folder.PathOf("noise");

    /// <summary>A site for clones alone: sshd with the settings that it has by default and nothing between it and git.</summary>
    public static Task<BenchSite> StartPlainAsync() => StartAsync(1 << 20, withStreams: false);

    /// <summary>A site for clones and bare streams of this length.</summary>
    public static Task<BenchSite> StartAsync(long largeBytes) => StartAsync(largeBytes, withStreams: true);

    private static async Task<BenchSite> StartAsync(long largeBytes, bool withStreams)
    {
        var folder = new TemporaryFolder("bench");
        await WriteNoiseAsync(folder.PathOf("noise"), largeBytes);
        // Both ways pay for the script; what is behind it is the same.
        var script = folder.Write("backend.sh",
            $"""
            case $SSH_ORIGINAL_COMMAND in
                *{Download}*) exec cat {folder.PathOf("noise")} ;;
                *{Upload}*) exec cat > /dev/null ;;
                *) exec sh -c "$SSH_ORIGINAL_COMMAND" ;;
            esac
            """);
        var installation = await Installation.StartAsync(
            withStreams ? new OpenSshServerOptions { ForceCommand = $"exec sh {script}" } : new OpenSshServerOptions { LogLevel = "INFO" });
        installation.Backend.Authorize(installation.Alice.Key);
        var directClient = SshClient.Create(installation.Files.PathOf("direct-home"), installation.Backend.Endpoint, installation.Alice.Key);
        var limit = TimeSpan.FromMinutes(10);
        Peer[] peers =
        [
            new(Peer.Direct, directClient with { TimeLimit = limit }, installation.BackendPathOf),
            new(Peer.Proxy, installation.Alice with { TimeLimit = limit }, Installation.PathOf),
        ];
        await installation.CreateGitAsync(Small, GitContent.Small);
        await installation.CreateGitAsync(Large, GitContent.OfMebibytes((int)(largeBytes >> 20)));
        return new BenchSite(installation, folder, peers);
    }

    public async ValueTask DisposeAsync()
    {
        await _installation.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task WriteNoiseAsync(string path, long length)
    {
        await using var file = File.Create(path);
        for (long at = 0; at < length; at += 1 << 20)
            await file.WriteAsync(DeterministicNoise.Create((int)Math.Min(1 << 20, length - at), (ulong)at + 1));
    }
}
