using System.Text.Json.Nodes;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>A site whose repositories below <c>lite/</c> are gitolite's, which learns from Sluice who asks.</summary>
public sealed class GitoliteInstallation : IAsyncLifetime
{
    private GitoliteHost _host = null!;

    public static GitContent Content { get; } = GitContent.Small;

    public Installation Site { get; private set; } = null!;

    public SshClient Alice => Site.Alice;

    public SshClient Bob { get; private set; } = null!;

    /// <summary>Her requests bring the command in a variable that the sshd accepts, not in the command line.</summary>
    public SshClient Carol { get; private set; } = null!;

    public string PathOf(string repository) => _host.PathOf(repository);

    public async ValueTask InitializeAsync()
    {
        _host = await GitoliteHost.CreateAsync(
            """
            repo lite/app
                RW+         = alice carol
                RW feature/ = bob
                R           = bob
            repo lite/secret
                RW+         = alice
            """ + "\n");
        SshKeyPair? bob = null, carol = null;
        Site = await Installation.StartAsync(new OpenSshServerOptions { AcceptEnv = "GIT_PROTOCOL SSH_ORIGINAL_COMMAND" }, async site =>
        {
            bob = await site.AddUserAsync("bob");
            carol = await site.AddUserAsync("carol");
            AddBackend(site, "gitolite", $"env HOME={_host.Home} SSH_ORIGINAL_COMMAND={{command}} {GitoliteHost.Shell} {{user}}");
            AddBackend(site, "gitolite-env", $"env HOME={_host.Home} {GitoliteHost.Shell} {{user}}");
            site.Folder.Configuration.AddRoute("lite/**", "gitolite-env")["User"] = "carol";
            site.Folder.Configuration.AddRoute("lite/**", "gitolite");
            site.Folder.Configuration.Routes.Add((JsonNode)new JsonObject { ["Command"] = "info", ["User"] = "carol", ["Backend"] = "gitolite-env" });
            site.Folder.Configuration.Routes.Add((JsonNode)new JsonObject { ["Command"] = "info", ["Backend"] = "gitolite" });
        });
        Bob = Site.NewClient("bob-home", bob!);
        Carol = Site.NewClient("carol-home", carol!);
        var source = await Site.CreateGitAsync("source.git", Content);
        foreach (var repository in (string[])["lite/app", "lite/secret"])
            (await Alice.GitAsync("-C", source, "push", "--quiet", Site.UrlOf($"{repository}.git"), "main")).MustSucceed();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Site is not null) await Site.DisposeAsync();
        _host?.Dispose();
    }

    private static void AddBackend(Installation site, string name, string template) =>
        site.Folder.Configuration.AddBackend(site.Folder.Files, name, site.Backend.Endpoint, site.Folder.Identity)["CommandTemplate"] = template;
}
