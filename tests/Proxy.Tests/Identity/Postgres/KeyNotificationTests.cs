using Sluice.Proxy.Caching;
using Sluice.Proxy.Observability;
using Sluice.Testing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Identity.Postgres;

/// <summary>What is kept for an hour follows the database at once, because the database tells.</summary>
public sealed class KeyNotificationTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly SshPublicKey _key = TestKeys.New();

    [Fact]
    public async Task A_key_is_in_at_once_when_it_is_added_and_out_when_it_is_removed()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        var other = TestKeys.New();
        await database.AddAsync("bob", other);
        Assert.False(await database.KnowsAsync(_key));
        await database.AddAsync("alice", _key);
        await database.BecomesAsync(_key, known: true);
        Assert.True(await database.KnowsAsync(other));
        var asked = database.Metrics.Count(KeySourceName.Postgres, KeyLookupResult.Miss);
        await database.RemoveAsync(_key);
        await database.BecomesAsync(_key, known: false);
        Assert.True(await database.KnowsAsync(other));
        Assert.Equal(asked + 1, database.Metrics.Count(KeySourceName.Postgres, KeyLookupResult.Miss));
    }

    [Fact]
    public async Task An_update_is_heard_of_under_both_fingerprints()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        var next = TestKeys.New();
        await database.AddAsync("alice", _key);
        Assert.Equal((true, false), (await database.KnowsAsync(_key), await database.KnowsAsync(next)));
        await database.ExecuteAsync("UPDATE sluice.user_key SET key = $1", next.Blob.ToArray());
        await database.BecomesAsync(_key, known: false);
        await database.BecomesAsync(next, known: true);
    }

    [Theory]
    [InlineData("TRUNCATE sluice.user_key")]
    [InlineData("DELETE FROM sluice.user_key")]
    public async Task A_change_of_too_many_keys_to_name_is_heard_of_as_one(string sql)
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.AddAsync("alice", _key);
        await database.ExecuteAsync("INSERT INTO sluice.user_key (user_name, key) SELECT 'user' || i, sha256(i::text::bytea) FROM generate_series(1, 500) AS i");
        await database.BecomesAsync(_key, known: true);
        await database.ExecuteAsync(sql);
        await database.BecomesAsync(_key, known: false);
    }

    [Fact]
    public async Task What_nobody_heard_while_the_connection_was_lost_is_noticed_behind_it()
    {
        using var database = await KeyDatabase.CreateAsync(postgres.Server);
        await database.AddAsync("alice", _key);
        await database.BecomesAsync(_key, known: true);
        await database.ExecuteAsync("ALTER TABLE sluice.user_key DISABLE TRIGGER user_key_deleted");
        await database.RemoveAsync(_key);
        Assert.True(await database.KnowsAsync(_key));
        var heard = database.Count("heard of at once");
        await database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'");
        await database.BecomesAsync(_key, known: false);
        await Eventually.HoldsAsync(() => database.Count("heard of at once") > heard, TimeSpan.FromSeconds(30), () => "it does not listen again.");
        Assert.Equal(1, database.Count("are not heard of"));
        await database.AddAsync("alice", _key);
        await database.BecomesAsync(_key, known: true);
    }
}
