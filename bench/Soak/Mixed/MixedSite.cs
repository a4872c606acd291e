using Sluice.Soak.Peers;
using Sluice.Testing;

namespace Sluice.Soak.Mixed;

/// <summary>Two real sshds with git and Mercurial repositories, and users.</summary>
internal sealed class MixedSite : IAsyncDisposable
{
    /// <summary>What the small and the large git repositories hold.</summary>
    public static readonly GitContent Small = new(4, 64 << 10, Seed: 21);

    /// <inheritdoc cref="Small"/>
    public static readonly GitContent Large = new(2, 8 << 20, Seed: 22);

    private int _names;

    private MixedSite(TwoBackends backends) => Backends = backends;

    public TwoBackends Backends { get; }

    public Installation Site => Backends.Site;

    /// <summary>Comes straight.</summary>
    public SshClient Alice { get; private set; } = null!;

    /// <summary>Has a key that nobody knows.</summary>
    public SshClient Stranger { get; private set; } = null!;

    /// <summary>Starts it.</summary>
    public static async Task<MixedSite> StartAsync()
    {
        var site = new MixedSite(await TwoBackends.StartAsync(adjust: site =>
        {
            site.Folder.Configuration.Section["ClientAliveInterval"] = "5s";
            site.Folder.Configuration.Section["AdminListen"] = "none";
        }));
        try
        {
            await site.PrepareAsync();
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>A path for a working copy that nobody has used.</summary>
    public string NextPath() => Site.Files.PathOf("mixed", $"{Interlocked.Increment(ref _names)}");

    /// <summary>Alice, who comes by a relay, from a home of her own by which her programs can be told from others.</summary>
    public SshClient NewRelayed(TcpRelay relay) =>
        SshClient.Create(NextPath(), Site.Proxy.Endpoint with { Port = relay.Port }, new SshKeyPair(Site.Files.PathOf("alice"))) with { TimeLimit = TimeSpan.FromMinutes(2) };

    public ValueTask DisposeAsync() => Backends.DisposeAsync();

    private async Task PrepareAsync()
    {
        await Site.CreateGitAsync("team/small.git", Small);
        await Site.CreateGitAsync("team/large.git", Large);
        await HgRepository.CreateAsync(Site.BackendPathOf("team/hg"), GitContent.Small);
        Alice = Site.Alice with { TimeLimit = TimeSpan.FromMinutes(2) };
        Stranger = Site.NewClient("stranger-home", await SshKeyPair.GenerateAsync(Site.Files.PathOf("stranger")));
    }
}
