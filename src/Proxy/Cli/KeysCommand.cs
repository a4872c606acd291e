using System.Net.Sockets;

using Npgsql;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Identity.Postgres;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice keys</c>: what an operator does about users' keys that are elsewhere. Each gives the exit code.</summary>
internal static class KeysCommand
{
    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Writes the schema as one text.</summary>
    public static int Print(TextWriter output)
    {
        output.Write(KeySchema.Script);
        return 0;
    }

    /// <summary>Brings the configured database to the version that this program wants.</summary>
    public static async Task<int> MigrateAsync(string file, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (Load(file, errors) is not { } model) return 1;
        if (model.Keys.Postgres is not { } postgres)
        {
            errors.WriteLine($"{file} names no database of keys: expected Sluice:Keys:Postgres.");
            return 1;
        }
        await using var source = PostgresConnections.Open(postgres, _connectTimeout);
        try
        {
            var found = await KeySchema.MigrateAsync(source, cancellationToken);
            output.WriteLine(found switch
            {
                _ when found > KeySchema.Latest => $"The schema has version {found}, made by a later sluice: nothing was changed.",
                _ when found == KeySchema.Latest => $"The schema has version {found}, which is the latest: nothing was changed.",
                _ => $"The schema has version {KeySchema.Latest} now; it was {found}.",
            });
            return 0;
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or SocketException)
        {
            errors.WriteLine($"The schema was not changed: {PostgresFault.Of(e)}");
            return 1;
        }
    }

    /// <summary>Has the running proxy forget what it keeps of keys.</summary>
    public static async Task<int> FlushAsync(string file, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        using var client = AdminClient.Open(file, errors);
        using var told = client is null ? null : await client.PostAsync(KeyRoutes.FlushPath, body: null, cancellationToken);
        if (told is null) return 1;
        output.WriteLine("What was known of keys is forgotten.");
        return 0;
    }

    private static SluiceModel? Load(string file, TextWriter errors)
    {
        var result = ConfigurationLoader.Load(file);
        if (result.Model is null) CheckCommand.Report(result.Faults, errors);
        return result.Model;
    }
}
