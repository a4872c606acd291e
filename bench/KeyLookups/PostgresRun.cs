using System.Diagnostics;
using System.Globalization;

using Microsoft.Extensions.Logging.Abstractions;

using Npgsql;

using NpgsqlTypes;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Identity.Postgres;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Testing;

namespace Sluice.KeyLookups;

/// <summary>A real PostgreSQL with many keys, asked by the key directory as it runs in the product.</summary>
internal static class PostgresRun
{
    private const int Connections = 8;

    public static async Task RunAsync(int keys, int lookups, Report report)
    {
        var samples = new SampleKeys(keys + lookups);
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        var postgres = new PostgresKeysModel(server.ConnectionString(database), server.PasswordFile, Connections);
        await using var filling = PostgresConnections.Open(postgres, TimeSpan.FromMinutes(1));
        report.Add("migration", await TimeAsync(() => KeySchema.MigrateAsync(filling, CancellationToken.None)));
        report.Add($"fill with {keys:#,0} keys (COPY)", await TimeAsync(() => FillAsync(filling, samples, keys)));
        report.Add("VACUUM ANALYZE", await TimeAsync(() => server.ExecuteAsync(database, "VACUUM ANALYZE sluice.user_key")));
        report.Add("size of table and indexes", await server.ScalarAsync<string>(database, "SELECT pg_size_pretty(pg_total_relation_size('sluice.user_key'))"));

        var model = new KeysModel("", ["git"])
        {
            Postgres = postgres,
            Cache = new AnswerCacheOptions
            {
                PositiveCount = keys,
                PositiveFor = TimeSpan.FromHours(12),
                NegativeCount = lookups,
                NegativeFor = TimeSpan.FromHours(12),
                AskTimeout = TimeSpan.FromMinutes(1),
            },
        };
        using var metrics = new SluiceMetrics();
        using var keyMetrics = new KeyMetrics();
        using var source = KeySources.Create(model, keyMetrics, NullLogger.Instance, TimeProvider.System);
        using var directory = new KeyDirectory(model, source, metrics, NullLogger<KeyDirectory>.Instance, TimeProvider.System);
        await MeasureAsync(directory, source, samples, keys, lookups, report);
        await RevokeAsync(filling, directory, samples, report);
    }

    private static async Task MeasureAsync(KeyDirectory directory, IKeySource source, SampleKeys samples, int keys, int lookups, Report report)
    {
        // Everything is there and compiled, and the notification of the fill is past, before anything is measured.
        await Measurement.RunAsync(2_000, Connections, i => AskAsync(directory, samples, keys - 1 - i, isKnown: true));
        var first = 0;
        foreach (var callers in new[] { 1, Connections, 4 * Connections })
        {
            var from = first;
            report.Add($"known keys, asked in the database, {callers} at a time", await Measurement.RunAsync(lookups, callers, i => AskAsync(directory, samples, Spread(from + i, keys), isKnown: true)));
            first += lookups;
        }
        report.Add($"unknown keys, asked in the database, {Connections} at a time", await Measurement.RunAsync(lookups, Connections, i => AskAsync(directory, samples, keys + i, isKnown: false)));
        report.Add("unknown keys, kept, 1 at a time", await Measurement.RunAsync(lookups, 1, i => AskAsync(directory, samples, keys + i, isKnown: false)));

        source.Flush();
        var before = ProcessMemory.Now();
        report.Add($"all {keys:#,0} keys, asked in the database, {Connections} at a time", await Measurement.RunAsync(keys, Connections, i => AskAsync(directory, samples, i, isKnown: true)));
        report.Add($"memory with all {keys:#,0} keys kept", ProcessMemory.Now().Since(before, keys));
        var attempts = Enumerable.Range(0, 100_000).Select(i => samples.Attempt(Spread(i, keys))).ToArray();
        foreach (var callers in new[] { 1, 2 })
        {
            report.Add($"known keys, kept, {callers} at a time", await Measurement.RunAsync(10 * attempts.Length, callers, async i =>
            {
                if (await directory.AuthenticateAsync(attempts[i % attempts.Length], CancellationToken.None) is null) throw new InvalidOperationException("A kept key is unknown.");
            }));
        }
    }

    // From the DELETE's return, when it is committed, to the first look-up that refuses.
    private static async Task RevokeAsync(NpgsqlDataSource owner, KeyDirectory directory, SampleKeys samples, Report report)
    {
        var ticks = new long[200];
        for (var i = 0; i < ticks.Length; i++)
        {
            await using var delete = owner.CreateCommand("DELETE FROM sluice.user_key WHERE key = $1");
            delete.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = samples.Blob(i) });
            var attempt = samples.Attempt(i);
            await delete.ExecuteNonQueryAsync();
            var removed = Stopwatch.GetTimestamp();
            while (await directory.AuthenticateAsync(attempt, CancellationToken.None) is not null) await Task.Yield();
            ticks[i] = Stopwatch.GetTimestamp() - removed;
        }
        report.Add("a kept key is removed: from the commit to the refusal", Measurement.Of(ticks).Times);
    }

    private static async ValueTask AskAsync(KeyDirectory directory, SampleKeys samples, int number, bool isKnown)
    {
        var identity = await directory.AuthenticateAsync(samples.Attempt(number), CancellationToken.None) as SluiceIdentity;
        if (identity?.UserName != (isKnown ? SampleKeys.UserOf(number) : null)) throw new InvalidOperationException($"Key {number} is said to be {identity?.UserName ?? "nobody"}'s.");
    }

    // Over the whole table, and each at most once: a number without a common divisor with it.
    private static int Spread(int i, int keys) => (int)(i * 7_368_787L % keys);

    private static async Task FillAsync(NpgsqlDataSource source, SampleKeys samples, int keys)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var writer = await connection.BeginBinaryImportAsync("COPY sluice.user_key (user_name, key, comment) FROM STDIN (FORMAT BINARY)");
        writer.Timeout = TimeSpan.FromMinutes(10);
        for (var i = 0; i < keys; i++)
        {
            await writer.StartRowAsync();
            await writer.WriteAsync(SampleKeys.UserOf(i), NpgsqlDbType.Text);
            await writer.WriteAsync(samples.Blob(i), NpgsqlDbType.Bytea);
            await writer.WriteAsync($"key {i}", NpgsqlDbType.Text);
        }
        await writer.CompleteAsync();
    }

    private static async Task<string> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s");
    }
}
