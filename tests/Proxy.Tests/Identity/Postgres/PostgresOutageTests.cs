using System.Diagnostics;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Observability;
using Sluice.Testing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Identity.Postgres;

/// <summary>A database that dies and comes back.</summary>
public sealed class PostgresOutageTests
{
    [Fact]
    public async Task Known_keys_stand_in_for_a_database_that_is_killed_until_they_are_too_old_and_it_comes_back()
    {
        await using var server = await PostgresServer.StartAsync();
        using var database = await KeyDatabase.CreateAsync(server, new AnswerCacheOptions
        {
            PositiveFor = TimeSpan.FromSeconds(2),
            NegativeFor = TimeSpan.FromSeconds(2),
            StaleFor = TimeSpan.FromSeconds(8),
            RetryAfter = TimeSpan.FromMilliseconds(200),
            AskTimeout = TimeSpan.FromSeconds(2),
        });
        var (known, stranger) = (TestKeys.New(), TestKeys.New());
        await database.AddAsync("alice", known);
        await database.BecomesAsync(known, known: true);
        await server.KillAsync();

        var killed = Stopwatch.GetTimestamp();
        var lookup = await database.FindAsync(known);
        while (database.Metrics.Count(KeySourceName.Postgres, KeyLookupResult.Stale) == 0)
        {
            Assert.Equal("alice", Assert.Single(lookup.Lines).UserName);
            Assert.True(Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(30), "What is known is never called stale.");
            await Task.Delay(50);
            lookup = await database.FindAsync(known);
        }
        Assert.Equal("alice", Assert.Single(lookup.Lines).UserName);
        Assert.Null(lookup.Fault);
        var unknown = await database.FindAsync(stranger);
        Assert.Empty(unknown.Lines);
        Assert.NotNull(unknown.Fault);
        Assert.Equal(1, database.Count("Keys cannot be looked up"));

        while ((lookup = await database.FindAsync(known)).Fault is null)
        {
            Assert.True(Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(30), "What is known never grows too old.");
            await Task.Delay(100);
        }
        Assert.Empty(lookup.Lines);
        Assert.True(Stopwatch.GetElapsedTime(killed) > TimeSpan.FromSeconds(4), "It grew old before its time.");

        await server.RestartAsync();
        await Eventually.HoldsAsync(
            () => database.FindAsync(known).GetAwaiter().GetResult().Lines.Length == 1, TimeSpan.FromSeconds(30), () => $"the database is not asked again.\n{server.Log}");
        Assert.False(await database.KnowsAsync(stranger));
        Assert.Equal(1, database.Count("can be looked up again"));
        await Eventually.HoldsAsync(() => database.Count("heard of at once") > 1, TimeSpan.FromSeconds(60), () => "it does not listen again.");
        await database.RemoveAsync(known);
        await database.BecomesAsync(known, known: false);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_a_fault_within_the_time_of_a_look_up()
    {
        await using var server = await PostgresServer.StartAsync();
        using var database = await KeyDatabase.CreateAsync(server, KeyDatabase.Long with { AskTimeout = TimeSpan.FromSeconds(1) });
        await database.ExecuteAsync("ALTER TABLE sluice.user_key RENAME TO kept");
        await database.ExecuteAsync("CREATE VIEW sluice.user_key AS SELECT kept.* FROM (SELECT pg_sleep(30)) AS slow, sluice.kept");
        await database.ExecuteAsync("INSERT INTO sluice.kept (user_name, key) VALUES ('alice', sha256('x'))");
        var started = Stopwatch.GetTimestamp();
        var lookup = await database.FindAsync(TestKeys.New());
        Assert.NotNull(lookup.Fault);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(15), "The look-up had no bound.");
    }
}
