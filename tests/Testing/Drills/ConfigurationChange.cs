namespace Sluice.Testing.Drills;

/// <summary>
/// Users clone all the time while a route, a backend and a user come and go. Each time the guest has a clone of their own
/// under way on that backend when all three are taken away.
/// </summary>
public sealed class ConfigurationChange(Installation site)
{
    private const string Small = "team/steady.git";
    private const string GuestRepository = "guests/visit.git";
    private const string Guest = "guest";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private int _clones;

    /// <param name="clients">Users that clone one small repository after another.</param>
    /// <param name="changes">How often the three are added and removed.</param>
    public async Task<ConfigurationChangeResult> RunAsync(int clients, int changes)
    {
        await site.CreateGitAsync(Small, GitContent.Small).ConfigureAwait(false);
        await site.CreateGitAsync(GuestRepository, GitContent.OfMebibytes(16)).ConfigureAwait(false);
        var key = await SshKeyPair.GenerateAsync(site.Files.PathOf(Guest), comment: Guest).ConfigureAwait(false);
        using var stopping = new CancellationTokenSource();
        var loops = Enumerable.Range(0, clients).Select(_ => CloneUntilAsync(stopping.Token)).ToList();
        var guests = new List<ProgramResult>();
        var late = new List<ProgramResult>();
        try
        {
            for (var change = 0; change < changes; change++)
            {
                var guest = site.NewClient($"guest-home-{change}", key) with { TimeLimit = _patience };
                var clone = PausedClone.Of(guest, site.Files);
                await AddAsync($"extra-{change}", key, guest).ConfigureAwait(false);
                var visit = clone.Client.GitAsync("clone", "--quiet", "--bare", site.UrlOf(GuestRepository), site.Files.PathOf("visits", $"{change}"));
                await clone.ReachedAsync(_patience).ConfigureAwait(false);
                await RemoveAsync($"extra-{change}").ConfigureAwait(false);
                clone.GoOn();
                guests.Add(await visit.ConfigureAwait(false));
                late.Add(await AskAsync(site.Alice).ConfigureAwait(false));
            }
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
        }
        var steady = await Task.WhenAll(loops).ConfigureAwait(false);
        return new ConfigurationChangeResult([.. steady.SelectMany(results => results)], guests, late);
    }

    private async Task AddAsync(string name, SshKeyPair key, SshClient guest)
    {
        var configuration = site.Folder.Configuration;
        configuration.AddBackend(site.Folder.Files, name, site.Backend.Endpoint, site.Folder.Identity);
        configuration.AddRoute("guests/**", name)["RewriteRepository"] = site.Files.PathOf("repositories", "guests") + "/$1";
        site.Folder.SetUser(Guest, key.PublicKeyLine);
        await site.Proxy.ReloadAsync().ConfigureAwait(false);
        // The folder of keys is watched: the guest is known a moment after the file is there.
        for (var attempt = 0; (await AskAsync(guest).ConfigureAwait(false)).ExitCode != 0; attempt++)
        {
            if (attempt == 20) throw new TimeoutException($"The guest was not let in after their route, backend and key were added.\n{site.Logs}");
            await Task.Delay(200).ConfigureAwait(false);
        }
    }

    private Task RemoveAsync(string name)
    {
        var configuration = site.Folder.Configuration;
        configuration.Backends.Remove(name);
        configuration.Routes.Remove(configuration.Routes.Single(route => (string?)route!["Backend"] == name));
        site.Folder.RemoveUser(Guest);
        return site.Proxy.ReloadAsync();
    }

    private Task<ProgramResult> AskAsync(SshClient client) => client.GitAsync("ls-remote", site.UrlOf(GuestRepository));

    private async Task<IReadOnlyList<ProgramResult>> CloneUntilAsync(CancellationToken stop)
    {
        var results = new List<ProgramResult>();
        while (!stop.IsCancellationRequested)
        {
            var copy = site.Files.PathOf("steady", $"{Interlocked.Increment(ref _clones)}");
            results.Add(await site.Alice.GitAsync("clone", "--quiet", "--bare", site.UrlOf(Small), copy).ConfigureAwait(false));
            if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
        }
        return results;
    }
}
