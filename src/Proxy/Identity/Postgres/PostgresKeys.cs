using System.Collections.Immutable;
using System.Data;

using Microsoft.Extensions.Logging;

using Npgsql;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Identity.Postgres;

/// <summary>Users' keys in a PostgreSQL database: one prepared query, one round trip.</summary>
/// <param name="source">The pool, which ends with this.</param>
/// <param name="local">The time zone of <c>expiry-time</c>.</param>
/// <param name="logger">Told of entries that cannot be used.</param>
internal sealed class PostgresKeys(NpgsqlDataSource source, TimeZoneInfo local, ILogger logger) : IKeyStore
{
    // One more than is taken, so that too many are seen.
    private static readonly string _query =
        $"SELECT user_name, options, comment, key_id::text, key FROM sluice.user_key WHERE fingerprint = $1 LIMIT {KeyRows.Most + 1}";

    /// <inheritdoc/>
    public KeySourceName Name => KeySourceName.Postgres;

    /// <inheritdoc/>
    public async ValueTask<Answer<ImmutableArray<KnownKey>>> AskAsync(SshPublicKey key, CancellationToken cancellationToken)
    {
        try
        {
            return KeyRows.Judge(key, await ReadAsync(KeyFingerprint.Of(key), cancellationToken).ConfigureAwait(false), local, logger);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn)
        {
            return Answer.Error<ImmutableArray<KnownKey>>($"The database has no usable table sluice.user_key ({e.MessageText}): run sluice keys migrate.");
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or InvalidCastException)
        {
            return Answer.Error<ImmutableArray<KnownKey>>($"The database does not answer: {PostgresFault.Of(e)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private async Task<List<KeyRow>> ReadAsync(KeyFingerprint fingerprint, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand(_query, connection) { Parameters = { new NpgsqlParameter<byte[]> { TypedValue = fingerprint.ToArray() } } };
        await using var __ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        var rows = new List<KeyRow>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(new KeyRow(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<byte[]>(4)));
        return rows;
    }
}
