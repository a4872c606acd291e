using System.Text;

using Npgsql;

using Sluice.Proxy.Endpoints;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Identity.Postgres;

/// <summary>Makes the pool of connections to a database of keys.</summary>
internal static class PostgresConnections
{
    private const int LongestPassword = 4096;

    /// <summary>A pool; nothing is connected yet.</summary>
    /// <param name="model">Which database, and how many connections look keys up.</param>
    /// <param name="lookupTimeout">How long connecting, and each command, may take.</param>
    public static NpgsqlDataSource Open(PostgresKeysModel model, TimeSpan lookupTimeout)
    {
        var seconds = (int)Math.Max(1, Math.Ceiling(lookupTimeout.TotalSeconds));
        var settings = new NpgsqlConnectionStringBuilder(model.ConnectionString)
        {
            // One more, which listens.
            MaxPoolSize = model.MaxConnections + 1,
            Timeout = seconds,
            CommandTimeout = seconds,
        };
        if (!settings.ShouldSerialize("Application Name")) settings.ApplicationName = "sluice";
        // Prepared on the way of its first use, so that a look-up is one round trip and never two.
        if (!settings.ShouldSerialize("Max Auto Prepare")) settings.MaxAutoPrepare = 4;
        if (!settings.ShouldSerialize("Auto Prepare Min Usages")) settings.AutoPrepareMinUsages = 1;
        // A look-up leaves nothing behind that had to be reset.
        if (!settings.ShouldSerialize("No Reset On Close")) settings.NoResetOnClose = true;
        // Who listens hears nothing from a server whose network is gone.
        if (!settings.ShouldSerialize("Keepalive")) settings.KeepAlive = 10;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        if (model.PasswordFile is { } file)
            builder.UsePasswordProvider(_ => ReadPassword(file), (_, cancellationToken) => new ValueTask<string>(Task.Run(() => ReadPassword(file), cancellationToken)));
        return builder.Build();
    }

    // For each connection that is made, so that a changed password needs no restart.
    private static string ReadPassword(string file) => SecretFile.TryRead(file, LongestPassword, out var password, out var fault)
        ? Encoding.UTF8.GetString(password)
        : throw new IOException(fault);
}
