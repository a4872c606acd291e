namespace Sluice.Testing;

/// <summary>A real gitolite with a home of its own, for whoever runs the test; its permissions are a text in gitolite's own language.</summary>
public sealed class GitoliteHost : IDisposable
{
    private readonly TemporaryFolder _home = new("gitolite");

    private GitoliteHost()
    {
    }

    /// <summary>What gitolite has authorized_keys run: <c>gitolite-shell USER</c>, with the user's command in SSH_ORIGINAL_COMMAND.</summary>
    public static string Shell => RequiredProgram.FindFile("/usr/share/gitolite3/gitolite-shell", "gitolite3");

    /// <summary>Its HOME.</summary>
    public string Home => _home.FullName;

    /// <summary>Sets it up; <paramref name="permissions"/> is the content of gitolite.conf, whose repositories are created.</summary>
    public static async Task<GitoliteHost> CreateAsync(string permissions)
    {
        var host = new GitoliteHost();
        try
        {
            host._home.Write("gitconfig", "[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n");
            await host.SetUpAsync("-a", "admin").ConfigureAwait(false);
            host._home.Write(".gitolite/conf/gitolite.conf", permissions);
            await host.SetUpAsync().ConfigureAwait(false);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Where a repository lies.</summary>
    public string PathOf(string repository) => _home.PathOf("repositories", $"{repository}.git");

    public void Dispose() => _home.Dispose();

    private async Task SetUpAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string?>
        {
            ["HOME"] = Home,
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = _home.PathOf("gitconfig"),
            ["LC_ALL"] = "C.UTF-8",
            ["USER"] = Environment.UserName,
        };
        // It starts some hundred small programs.
        var options = new ProgramOptions { Environment = environment, TimeLimit = TimeSpan.FromMinutes(3) };
        (await ProgramRunner.RunAsync("gitolite", ["setup", .. arguments], options).ConfigureAwait(false)).MustSucceed();
    }
}
