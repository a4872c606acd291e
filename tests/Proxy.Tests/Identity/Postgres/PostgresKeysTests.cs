using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Testing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Identity.Postgres;

/// <summary>Looking keys up in a real database.</summary>
public sealed class PostgresKeysTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly SshPublicKey _key = TestKeys.New();

    [Fact]
    public async Task A_known_key_is_found_with_all_that_is_known_of_it()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.AddAsync("bob", TestKeys.New());
        await database.AddAsync("alice", _key, "from=\"192.0.2.0/24\",expiry-time=\"20300101Z\"", "alice's laptop");
        var line = Assert.Single((await database.FindAsync(_key)).Lines);
        Assert.Equal(("alice", "alice's laptop", "2", "key 2"), (line.UserName, line.Comment, line.KeyId, line.Place));
        Assert.Equal(_key, line.Key);
        Assert.True(line.Options.From!.Match(System.Net.IPAddress.Parse("192.0.2.7")));
        Assert.Equal(2030, line.Options.ExpiryTime!.Value.Year);
    }

    [Fact]
    public async Task An_unknown_key_is_nobodys()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.AddAsync("alice", TestKeys.New());
        Assert.False(await database.KnowsAsync(_key));
    }

    [Fact]
    public async Task What_was_found_is_kept_and_what_was_not_found_too()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.AddAsync("alice", _key);
        var unknown = TestKeys.New();
        for (var i = 0; i < 3; i++) Assert.Equal((true, false), (await database.KnowsAsync(_key), await database.KnowsAsync(unknown)));
        Assert.Equal(2, database.Metrics.Count(KeySourceName.Postgres, KeyLookupResult.Miss));
        Assert.Equal(2, database.Metrics.Count(KeySourceName.Postgres, KeyLookupResult.Hit));
        Assert.Equal(2, database.Metrics.Count(KeySourceName.Postgres, KeyLookupResult.Negative));
    }

    [Fact]
    public async Task Without_notification_a_removed_key_is_out_when_its_time_is_up()
    {
        var time = new FakeTimeProvider();
        using var database = await KeyDatabase.CreateAsync(postgres.Server, KeyDatabase.Long with { PositiveFor = TimeSpan.FromMinutes(1) }, time);
        await database.ExecuteAsync("DROP TRIGGER user_key_deleted ON sluice.user_key");
        await database.AddAsync("alice", _key);
        await database.BecomesAsync(_key, known: true);
        Assert.Equal(1, await database.RemoveAsync(_key));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(await database.KnowsAsync(_key));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await database.KnowsAsync(_key));
    }

    [Fact]
    public async Task A_thousand_equal_questions_at_one_time_are_one_look_up()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.AddAsync("alice", _key);
        await StandInAsync(database, "SELECT user_name, options, comment, nextval('asked') AS key_id, key, fingerprint FROM sluice.kept, pg_sleep(0.5)");
        var lookups = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => database.FindAsync(_key))));
        Assert.All(lookups, lookup => Assert.Equal("1", Assert.Single(lookup.Lines).KeyId));
        Assert.Equal(1, await postgres.Server.ScalarAsync<long>(database.Name, "SELECT last_value FROM asked"));
    }

    [Fact]
    public async Task Another_key_under_the_same_fingerprint_is_refused()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.AddAsync("alice", _key);
        await StandInAsync(database, "SELECT user_name, options, comment, key_id, key || '\\x00'::bytea AS key, fingerprint FROM sluice.kept");
        Assert.False(await database.KnowsAsync(_key));
        Assert.Contains(database.Log.Events, e => e.Level == LogLevel.Warning && e.Text.Contains("it has another key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_two_users_claim_is_nobodys()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.AddAsync("alice", _key);
        await StandInAsync(
            database,
            "SELECT user_name, options, comment, key_id, key, fingerprint FROM sluice.kept UNION ALL SELECT 'bob', 'unheard-of', '', 2, key, fingerprint FROM sluice.kept");
        Assert.False(await database.KnowsAsync(_key));
        Assert.Equal(1, database.Count("several users have it"));
    }

    [Fact]
    public async Task The_schema_takes_no_key_for_a_second_user()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.AddAsync("alice", _key);
        Assert.Equal("23505", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.AddAsync("bob", _key))).SqlState);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.AddAsync("no name", TestKeys.New()));
    }

    [Fact]
    public async Task Text_that_looks_like_SQL_is_text()
    {
        const string Evil = "'); DROP TABLE sluice.user_key; --";
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.AddAsync("alice", _key, comment: Evil);
        Assert.Equal(Evil, Assert.Single((await database.FindAsync(_key)).Lines).Comment);
        Assert.Equal(1, await postgres.Server.ScalarAsync<long>(database.Name, "SELECT count(*) FROM sluice.user_key"));
    }

    [Fact]
    public async Task Options_that_are_not_understood_leave_the_key_unused_and_are_told()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.AddAsync("alice", _key, "command=\"rm -rf /\"");
        Assert.False(await database.KnowsAsync(_key));
        Assert.Contains(database.Log.Events, e => e.Level == LogLevel.Warning && e.Text.Contains("is not understood here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_of_a_pub_file_can_be_added_as_it_is()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.ExecuteAsync("SELECT sluice.add_key('alice', $1)", TestKeys.PublicLine(_key, "alice at home"));
        var other = TestKeys.New();
        await database.ExecuteAsync("SELECT sluice.add_key('bob', $1, 'from=\"192.0.2.7\"')", $"{other.KeyType} {Convert.ToBase64String(other.Blob.Span)}");
        Assert.Equal("alice at home", Assert.Single((await database.FindAsync(_key)).Lines).Comment);
        Assert.NotNull(Assert.Single((await database.FindAsync(other)).Lines).Options.From);
    }

    [Fact]
    public async Task A_role_that_may_only_read_is_enough()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.AddAsync("alice", _key);
        await database.ExecuteAsync($"CREATE ROLE r{database.Name} LOGIN PASSWORD 'secret'");
        await database.ExecuteAsync($"GRANT USAGE ON SCHEMA sluice TO r{database.Name}");
        await database.ExecuteAsync($"GRANT SELECT ON sluice.user_key TO r{database.Name}");
        using var folder = new TemporaryFolder();
        var password = folder.Write("password", "secret\n");
        var connection = postgres.Server.ConnectionString(database.Name).Replace("owner", $"r{database.Name}", StringComparison.Ordinal);
        using var reader = database.With(new PostgresKeysModel(connection, password, 2));
        await reader.ListeningAsync();
        Assert.True(await reader.KnowsAsync(_key));
        await database.RemoveAsync(_key);
        await reader.BecomesAsync(_key, known: false);
    }

    [Fact]
    public async Task Without_the_schema_the_fault_says_what_to_run()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.ExecuteAsync("DROP SCHEMA sluice CASCADE");
        var lookup = await database.FindAsync(_key);
        Assert.Empty(lookup.Lines);
        Assert.Contains("run sluice keys migrate", lookup.Fault, StringComparison.Ordinal);
        Assert.Equal(1, database.Metrics.Count(KeySourceName.Postgres, KeyLookupResult.Error));
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_never_shown()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        using var folder = new TemporaryFolder();
        var file = folder.Write("password", "a-wrong-password");
        using var wrong = database.With(database.Model with { PasswordFile = file });
        Assert.Contains("password authentication failed", (await wrong.FindAsync(_key)).Fault, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => wrong.Count("not heard of") > 0, TimeSpan.FromSeconds(20), () => "nothing is said about listening.");
        Assert.Equal(0, wrong.Count("a-wrong-password"));
    }

    /// <summary>Puts a view in the place of the table, which becomes sluice.kept.</summary>
    private static async Task StandInAsync(KeyDatabase database, string view)
    {
        await database.ExecuteAsync("ALTER TABLE sluice.user_key RENAME TO kept");
        await database.ExecuteAsync("CREATE SEQUENCE asked");
        await database.ExecuteAsync($"CREATE VIEW sluice.user_key AS {view}");
    }
}
