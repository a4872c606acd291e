using Sluice.EndToEnd;

namespace Sluice.Profile.Loads;

/// <summary>git and ssh clone a repository of noise through the proxy from a real sshd.</summary>
internal sealed class CloneLoad(BenchSite site, int mebibytes) : ILoad
{
    private int _done;

    /// <inheritdoc/>
    public int ProcessId => site.ProxyProcessId;

    /// <inheritdoc/>
    public string Description => $"git clones a repository of {mebibytes} MiB of noise, one clone after the other, with OpenSSH's client from OpenSSH's server.";

    /// <inheritdoc/>
    public string Unit => "GiB";

    /// <inheritdoc/>
    public double Done => Volatile.Read(ref _done) * mebibytes / 1024.0;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken stop)
    {
        var peer = site.Peers.Single(peer => peer.Name == Peer.Proxy);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var copy = site.Files.PathOf("copies", $"{i}");
            (await peer.Client.GitAsync("clone", "--quiet", "--bare", peer.UrlOf(BenchSite.Large), copy)).MustSucceed();
            Directory.Delete(copy, recursive: true);
            Interlocked.Increment(ref _done);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => site.DisposeAsync();
}
