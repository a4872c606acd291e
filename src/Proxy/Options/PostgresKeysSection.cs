using Npgsql;

namespace Sluice.Proxy.Options;

/// <summary>The database that users' keys are in.</summary>
internal static class PostgresKeysSection
{
    private const string Expected = "how to reach the database, such as Host=db.internal;Database=git;Username=sluice;SSL Mode=VerifyFull";

    /// <summary>The database, or null if it was given faults that leave nothing to build it from.</summary>
    public static PostgresKeysModel? Build(PostgresKeysConfig config, KeyFiles files, Faults faults)
    {
        var connections = faults.Number(nameof(config.MaxConnections), config.MaxConnections, 8, 1, 1000);
        var passwordFile = SecretPath.Read(config.PasswordFile, files, faults.Below(nameof(config.PasswordFile)));
        if (faults.Required(nameof(config.ConnectionString), config.ConnectionString, Expected) is not { } written) return null;
        var below = faults.Below(nameof(config.ConnectionString));
        // The text is not repeated in a fault: it may hold the password that it should not.
        if (Parse(written, below) is not { } parsed) return null;
        if (string.IsNullOrEmpty(parsed.Host)) below.Add($"It names no Host: expected {Expected}.");
        if (!string.IsNullOrEmpty(parsed.Password)) below.Add("It has a password in it, which a configuration is no place for: put it into a file of its own and name that by PasswordFile.");
        return new PostgresKeysModel(written, passwordFile, connections);
    }

    private static NpgsqlConnectionStringBuilder? Parse(string text, Faults faults)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            faults.Add($"It is not understood: expected {Expected}.");
            return null;
        }
    }
}
