using Sluice.Proxy.Caching;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Identity.Postgres;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Testing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Identity.Postgres;

/// <summary>A database of keys with the product's schema, and the source that looks into it.</summary>
internal sealed class KeyDatabase : IDisposable
{
    private readonly PostgresServer _server;

    private KeyDatabase(PostgresServer server, string name)
    {
        _server = server;
        Name = name;
        Model = new PostgresKeysModel(server.ConnectionString(name), server.PasswordFile, 8);
    }

    public string Name { get; }

    public PostgresKeysModel Model { get; init; }

    public KeyMetrics Metrics { get; } = new();

    public CapturedLog<KeyDirectory> Log { get; } = new();

    public IKeySource Source { get; private set; } = null!;

    /// <summary>Makes the database and opens the source.</summary>
    public static async Task<KeyDatabase> CreateAsync(PostgresServer server, AnswerCacheOptions? options = null, TimeProvider? time = null)
    {
        var database = new KeyDatabase(server, await server.CreateDatabaseAsync());
        await using (var connections = PostgresConnections.Open(database.Model, TimeSpan.FromSeconds(30)))
            Assert.Equal(0, await KeySchema.MigrateAsync(connections, CancellationToken.None));
        database.Open(options ?? Long, time ?? TimeProvider.System);
        await database.ListeningAsync();
        return database;
    }

    /// <summary>Times so long that nothing but a notification ends what is kept.</summary>
    public static AnswerCacheOptions Long { get; } = new()
    {
        PositiveFor = TimeSpan.FromHours(1),
        NegativeFor = TimeSpan.FromHours(1),
        AskTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>The same database by another way in.</summary>
    public KeyDatabase With(PostgresKeysModel model)
    {
        var other = new KeyDatabase(_server, Name) { Model = model };
        other.Open(Long, TimeProvider.System);
        return other;
    }

    public void Open(AnswerCacheOptions options, TimeProvider time)
    {
        Source?.Dispose();
        Source = KeySources.Create(new KeysModel("", []) { Postgres = Model, Cache = options }, Metrics, Log, time);
    }

    /// <summary>Waits until changes are heard of.</summary>
    public Task ListeningAsync() => Eventually.HoldsAsync(() => Count("heard of at once") > 0, TimeSpan.FromSeconds(30), () => "the source does not listen.");

    public int Count(string words) => Log.Events.Count(e => e.Text.Contains(words, StringComparison.Ordinal));

    /// <summary>Adds a key and waits until the source has heard of it, so that nothing is invalidated later.</summary>
    public async Task AddAsync(string user, SshPublicKey key, string options = "", string comment = "")
    {
        var told = $"The key {key.Fingerprint} changed.";
        var heard = Count(told);
        await ExecuteAsync(
            "INSERT INTO sluice.user_key (user_name, key, options, comment) VALUES ($1, $2, $3, $4)", user, key.Blob.ToArray(), options, comment);
        await Eventually.HoldsAsync(() => Count(told) > heard, TimeSpan.FromSeconds(30), () => "the source does not hear of the key.");
    }

    public Task<int> RemoveAsync(SshPublicKey key) => ExecuteAsync("DELETE FROM sluice.user_key WHERE key = $1", key.Blob.ToArray());

    public Task<int> ExecuteAsync(string sql, params object[] values) => _server.ExecuteAsync(Name, sql, values);

    public async Task<KeyLookup> FindAsync(SshPublicKey key) => await Source.FindAsync(key, CancellationToken.None);

    public async Task<bool> KnowsAsync(SshPublicKey key)
    {
        var lookup = await FindAsync(key);
        Assert.Null(lookup.Fault);
        return lookup.Lines.Length > 0;
    }

    /// <summary>Waits, much shorter than anything is kept, until a key is known or not.</summary>
    public async Task BecomesAsync(SshPublicKey key, bool known)
    {
        for (var attempt = 0; attempt < 500; attempt++)
        {
            if (await KnowsAsync(key) == known) return;
            await Task.Delay(20);
        }
        Assert.Fail($"After ten seconds the key is still {(known ? "unknown" : "known")}.");
    }

    public void Dispose()
    {
        Source.Dispose();
        Metrics.Dispose();
    }
}
