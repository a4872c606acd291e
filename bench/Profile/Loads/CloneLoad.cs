using Sluice.Testing;

namespace Sluice.Profile.Loads;

/// <summary>git and ssh clone a repository of noise through the proxy from a real sshd.</summary>
internal sealed class CloneLoad : ILoad
{
    private const string Repository = "team/large.git";

    private readonly Installation _site;
    private readonly int _mebibytes;
    private int _done;

    private CloneLoad(Installation site, int mebibytes) => (_site, _mebibytes) = (site, mebibytes);

    /// <inheritdoc/>
    public int ProcessId => _site.Proxy.ProcessId;

    /// <inheritdoc/>
    public string Description => $"git clones a repository of {_mebibytes} MiB of noise, one clone after the other, with OpenSSH's client from OpenSSH's server.";

    /// <inheritdoc/>
    public string Unit => "GiB";

    /// <inheritdoc/>
    public double Done => Volatile.Read(ref _done) * _mebibytes / 1024.0;

    /// <summary>Starts proxy and sshd with a repository of that size.</summary>
    public static async Task<CloneLoad> StartAsync(int mebibytes)
    {
        var site = await Installation.StartAsync(new OpenSshServerOptions { LogLevel = "INFO" });
        await site.CreateGitAsync(Repository, GitContent.OfMebibytes(mebibytes));
        return new CloneLoad(site, mebibytes);
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var copy = _site.Files.PathOf("copies", $"{i}");
            (await _site.Alice.GitAsync("clone", "--quiet", "--bare", _site.UrlOf(Repository), copy)).MustSucceed();
            Directory.Delete(copy, recursive: true);
            Interlocked.Increment(ref _done);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
