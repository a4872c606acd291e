namespace Sluice.Proxy.Options;

/// <summary>The database that users' keys are in.</summary>
/// <param name="ConnectionString">As Npgsql reads it, without a password.</param>
/// <param name="PasswordFile">The file with the password, as a full path; null leaves that to PGPASSFILE and its kin.</param>
/// <param name="MaxConnections">Connections that look keys up at one time, at most.</param>
internal sealed record PostgresKeysModel(string ConnectionString, string? PasswordFile, int MaxConnections);
