using System.Text.Json.Nodes;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>The real executable with its users' keys in a real PostgreSQL, and the real ssh client.</summary>
public sealed class PostgresKeysTests : IAsyncLifetime
{
    private const string Repository = "team/keys.git";

    private PostgresServer _postgres = null!;
    private Installation _site = null!;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        _database = await _postgres.CreateDatabaseAsync();
        _site = await Installation.StartAsync(adjust: async site =>
        {
            site.Folder.Configuration.Section["Keys"] = new JsonObject
            {
                ["Postgres"] = new JsonObject { ["ConnectionString"] = _postgres.ConnectionString(_database), ["PasswordFile"] = _postgres.PasswordFile },
                ["LookupTimeout"] = "20s",
                ["Cache"] = new JsonObject { ["KnownFor"] = "1h", ["UnknownFor"] = "1h" },
            };
            site.Folder.Configuration.Section["MetricsListen"] = $"127.0.0.1:{FreePort.Next()}";
            (await SluiceCommand.RunAsync(site, "keys", "migrate")).MustSucceed();
            await AddAsync("alice", new SshKeyPair(site.Files.PathOf("alice")));
        });
        await _site.CreateGitAsync(Repository, GitContent.Small);
        await Eventually.HoldsAsync(() => _site.Proxy.Log.Contains("KeyChangesHeard", StringComparison.Ordinal), TimeSpan.FromSeconds(30), () => _site.Logs);
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
            await _site.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Users_of_the_database_get_in_strangers_do_not_and_a_removed_key_is_out_at_once()
    {
        var bob = await SshKeyPair.GenerateAsync(_site.Files.PathOf("bob"));
        var bobsClient = _site.NewClient("bob-home", bob);
        Assert.True(await IsLetInAsync(_site.Alice));
        Assert.False(await IsLetInAsync(bobsClient));
        var line = await _site.Proxy.AccessLineAsync(access => access["user"] == "alice");
        Assert.Equal("Ok", line["outcome"]);

        await AddAsync("bob", bob, "from=\"127.0.0.0/8\"");
        await BecomesAsync(bobsClient, letIn: true);
        await _postgres.ExecuteAsync(_database, "UPDATE sluice.user_key SET options = 'from=\"192.0.2.0/24\"' WHERE user_name = 'bob'");
        await BecomesAsync(bobsClient, letIn: false);
        await _postgres.ExecuteAsync(_database, "DELETE FROM sluice.user_key WHERE user_name = 'alice'");
        await BecomesAsync(_site.Alice, letIn: false);
    }

    [Fact]
    public async Task Known_users_get_in_while_the_database_is_down_and_a_flush_forgets_them()
    {
        Assert.True(await IsLetInAsync(_site.Alice));
        await _postgres.KillAsync();
        await Eventually.HoldsAsync(() => _site.Proxy.Log.Contains("KeyChangesNotHeard", StringComparison.Ordinal), TimeSpan.FromSeconds(30), () => _site.Logs);
        Assert.True(await IsLetInAsync(_site.Alice));

        Assert.Equal("What was known of keys is forgotten.\n", (await SluiceCommand.RunAsync(_site, "keys", "flush")).MustSucceed().Output);
        Assert.False(await IsLetInAsync(_site.Alice));
        Assert.Contains("KeyNotLookedUp", _site.Proxy.Log, StringComparison.Ordinal);

        await _postgres.RestartAsync();
        await BecomesAsync(_site.Alice, letIn: true);
    }

    private Task AddAsync(string user, SshKeyPair key, string options = "") =>
        _postgres.ExecuteAsync(_database, "SELECT sluice.add_key($1, $2, $3)", user, key.PublicKeyLine, options);

    private async Task BecomesAsync(SshClient client, bool letIn)
    {
        for (var attempt = 0; attempt < 40; attempt++)
        {
            if (await IsLetInAsync(client) == letIn)
                return;
            await Task.Delay(250);
        }

        Assert.Fail($"After ten seconds the user is still {(letIn ? "refused" : "let in")}.\n{_site.Proxy.Log}");
    }

    private async Task<bool> IsLetInAsync(SshClient client)
    {
        var result = await client.GitAsync("ls-remote", _site.UrlOf(Repository));
        if (result.ExitCode != 0)
            Assert.Contains("Permission denied (publickey)", result.Error, StringComparison.Ordinal);
        return result.ExitCode == 0;
    }
}
