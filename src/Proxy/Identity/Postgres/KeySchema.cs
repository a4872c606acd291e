using System.Globalization;

using Npgsql;

namespace Sluice.Proxy.Identity.Postgres;

/// <summary>The database's schema <c>sluice</c> and its versions: files NNN-name.sql, each applied once and in order.</summary>
internal static class KeySchema
{
    // Any number that no other program uses for the same purpose.
    private const long LockId = 0x536c756963654b53;

    private const string Prepare = """
        CREATE SCHEMA IF NOT EXISTS sluice;
        CREATE TABLE IF NOT EXISTS sluice.schema_version (
            version    integer     PRIMARY KEY,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        """;

    /// <summary>All versions: number, file and text.</summary>
    public static IReadOnlyList<(int Version, string Name, string Sql)> Migrations { get; } = Load();

    /// <summary>The version that this program wants.</summary>
    public static int Latest => Migrations[^1].Version;

    /// <summary>All of it as one text, for who applies it by other means.</summary>
    public static string Script => string.Join(
        '\n',
        Migrations.Select(migration => $"{migration.Sql}\n{Record(migration.Version)}").Prepend(Prepare).Prepend("BEGIN;").Append("COMMIT;")) + "\n";

    /// <summary>
    /// Brings a database to the latest version; what is there already stays. All or nothing, and by one program at a time.
    /// </summary>
    /// <returns>The version that was found, 0 for none. One above <see cref="Latest"/> is left alone.</returns>
    /// <exception cref="NpgsqlException">The database cannot be reached or refuses.</exception>
    public static async Task<int> MigrateAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockId})"));
        var found = await VersionAsync(connection, cancellationToken);
        if (found >= Latest) return found;
        if (found == 0) await ExecuteAsync(Prepare);
        foreach (var (version, _, sql) in Migrations.Where(migration => migration.Version > found))
        {
            await ExecuteAsync(sql);
            await ExecuteAsync(Record(version));
        }
        await transaction.CommitAsync(cancellationToken);
        return found;

        async Task ExecuteAsync(string sql)
        {
            // Text of several statements, which cannot be prepared; and an index on a million rows takes its time.
            await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 600 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('sluice.schema_version') IS NOT NULL", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true) return 0;
        await using var latest = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM sluice.schema_version", connection);
        return await latest.ExecuteScalarAsync(cancellationToken) is int version ? version : 0;
    }

    private static string Record(int version) => string.Create(CultureInfo.InvariantCulture, $"INSERT INTO sluice.schema_version (version) VALUES ({version});");

    private static List<(int Version, string Name, string Sql)> Load()
    {
        var assembly = typeof(KeySchema).Assembly;
        var prefix = $"{typeof(KeySchema).Namespace}.Migrations.";
        var found = new List<(int Version, string Name, string Sql)>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[prefix.Length..];
            found.Add((int.Parse(name.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }
        return found;
    }
}
