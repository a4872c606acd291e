using System.CommandLine;

using Sluice.Proxy.Cli;
using Sluice.Proxy.Identity.Postgres;
using Sluice.Proxy.Options;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Identity.Postgres;

/// <summary>The schema comes into a database once, whoever brings it and how often.</summary>
public sealed class KeySchemaTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public void Versions_are_numbered_from_1_without_gaps() =>
        Assert.Equal(Enumerable.Range(1, KeySchema.Latest), KeySchema.Migrations.Select(migration => migration.Version));

    [Fact]
    public async Task Many_at_one_time_bring_it_once()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        await using var connections = PostgresConnections.Open(Model(database), TimeSpan.FromSeconds(30));
        var found = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => KeySchema.MigrateAsync(connections, CancellationToken.None)));
        Assert.Equal(1, found.Count(version => version == 0));
        Assert.Equal(5, found.Count(version => version == KeySchema.Latest));
    }

    [Fact]
    public async Task A_later_version_is_left_alone()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        await using var connections = PostgresConnections.Open(Model(database), TimeSpan.FromSeconds(30));
        await KeySchema.MigrateAsync(connections, CancellationToken.None);
        await postgres.Server.ExecuteAsync(database, "INSERT INTO sluice.schema_version (version) VALUES (1000)");
        Assert.Equal(1000, await KeySchema.MigrateAsync(connections, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_printed_makes_the_same_schema()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        var (code, script, _) = await Invoke("keys", "migrate", "--print");
        Assert.Equal(0, code);
        await postgres.Server.ExecuteAsync(database, script);
        await using var connections = PostgresConnections.Open(Model(database), TimeSpan.FromSeconds(30));
        Assert.Equal(KeySchema.Latest, await KeySchema.MigrateAsync(connections, CancellationToken.None));
    }

    [Fact]
    public async Task The_command_says_what_it_found_and_did()
    {
        using var folder = new TemporaryFolder();
        var database = await postgres.Server.CreateDatabaseAsync();
        var file = Configure(folder, $"\"Postgres\": {{ \"ConnectionString\": \"{postgres.Server.ConnectionString(database)}\", \"PasswordFile\": \"{postgres.Server.PasswordFile}\" }}");
        Assert.Equal((0, $"The schema has version {KeySchema.Latest} now; it was 0.\n", ""), await Invoke("keys", "migrate", "--config", file));
        Assert.Equal((0, $"The schema has version {KeySchema.Latest}, which is the latest: nothing was changed.\n", ""), await Invoke("keys", "migrate", "--config", file));
    }

    [Fact]
    public async Task The_command_says_what_is_wrong()
    {
        using var folder = new TemporaryFolder();
        var (code, _, errors) = await Invoke("keys", "migrate", "--config", Configure(folder, "\"Directory\": \".\""));
        Assert.Equal(1, code);
        Assert.EndsWith("names no database of keys: expected Sluice:Keys:Postgres.\n", errors, StringComparison.Ordinal);
        var unreachable = Configure(folder, "\"Postgres\": { \"ConnectionString\": \"Host=127.0.0.1;Port=1;Username=nobody\" }");
        (code, _, errors) = await Invoke("keys", "migrate", "--config", unreachable);
        Assert.Equal(1, code);
        Assert.StartsWith("The schema was not changed: Failed to connect to 127.0.0.1:1", errors, StringComparison.Ordinal);
        (code, _, errors) = await Invoke("keys", "migrate");
        Assert.NotEqual(0, code);
        Assert.Contains("Expected --config FILE, or --print.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flushing_needs_a_proxy_that_can_be_asked_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var (without, _, errors) = await Invoke("keys", "flush", "--config", Configure(folder, "\"Directory\": \".\"", "\"AdminListen\": \"none\","));
        Assert.Equal(1, without);
        Assert.Contains("has no AdminListen", errors, StringComparison.Ordinal);
        var (silent, _, fault) = await Invoke("keys", "flush", "--config", Configure(folder, "\"Directory\": \".\"", "\"AdminListen\": \"127.0.0.1:1\","));
        Assert.Equal(1, silent);
        Assert.StartsWith("No proxy answers at 127.0.0.1:1", fault, StringComparison.Ordinal);
    }

    private PostgresKeysModel Model(string database) => new(postgres.Server.ConnectionString(database), postgres.Server.PasswordFile, 8);

    private static string Configure(TemporaryFolder folder, string keys, string more = "")
    {
        using var key = SshPrivateKey.GenerateEd25519();
        folder.Write("key", key.ToOpenSshFile("key"));
        folder.Write("known_hosts", $"h {TestKeys.PublicLine(key.PublicKey)}\n");
        return folder.Write(
            "sluice.json",
            $$"""
            { "Sluice": { {{more}} "HostKey": "key", "Keys": { {{keys}} },
              "Backends": { "main": { "Address": "h", "IdentityFile": "key", "KnownHosts": "known_hosts" } }, "Routes": [ { "Backend": "main" } ] } }
            """);
    }

    private static async Task<(int Code, string Output, string Errors)> Invoke(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var code = await SluiceCommandLine.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
