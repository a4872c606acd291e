using System.Collections.Concurrent;
using System.Diagnostics;

using Npgsql;

namespace Sluice.Testing;

/// <summary>
/// A real PostgreSQL on a loopback port and a folder of its own. It refuses to run as root, so under root it runs as the user
/// that Debian's package makes. What it commits outlives
/// its processes, not the machine.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql";
    private const string Account = "postgres";

    private readonly TemporaryFolder _folder;
    private readonly string _password = Guid.NewGuid().ToString("N");
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    private PostgresServer(TemporaryFolder folder) => _folder = folder;

    /// <summary>The port on 127.0.0.1, the same after a restart.</summary>
    public int Port { get; private set; }

    /// <summary>The owner's password in a file that others cannot read.</summary>
    public string PasswordFile => _folder.PathOf("password");

    /// <summary>What it has logged so far.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Makes a new cluster and returns when it takes connections.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer(new TemporaryFolder("postgres"));
        try
        {
            await server.InitializeAsync().ConfigureAwait(false);
            // Somebody may take the free port before PostgreSQL does: then take another.
            for (var attempt = 0; ; attempt++)
            {
                server.Port = FreePort.Next();
                if (await server.TryListenAsync().ConfigureAwait(false))
                    return server;
                if (attempt == 3)
                    throw new ProgramFailedException($"PostgreSQL did not start:\n{server.Log}");
            }
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>How its owner connects to a database, without the password.</summary>
    public string ConnectionString(string database = "postgres") => $"Host=127.0.0.1;Port={Port};Username=owner;Database={database}";

    /// <summary>Makes an empty database of a new name, and gives that.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"db{Guid.NewGuid():N}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}").ConfigureAwait(false);
        return name;
    }

    /// <summary>Runs a statement with $1, $2 … and gives how many rows it changed.</summary>
    public async Task<int> ExecuteAsync(string database, string sql, params object[] values)
    {
        var connection = new NpgsqlConnection($"{ConnectionString(database)};Password={_password};Pooling=false");
        await using var _ = connection.ConfigureAwait(false);
        await connection.OpenAsync().ConfigureAwait(false);
        var command = new NpgsqlCommand(sql, connection);
        await using var __ = command.ConfigureAwait(false);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>Gives the one value that a query finds.</summary>
    public async Task<T> ScalarAsync<T>(string database, string sql)
    {
        var connection = new NpgsqlConnection($"{ConnectionString(database)};Password={_password};Pooling=false");
        await using var _ = connection.ConfigureAwait(false);
        await connection.OpenAsync().ConfigureAwait(false);
        var command = new NpgsqlCommand(sql, connection);
        await using var __ = command.ConfigureAwait(false);
        return (T)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
    }

    /// <summary>Kills it with all its processes, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().ConfigureAwait(false);
        process.Dispose();
        _process = null;
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>, on the same port and with the same data.</summary>
    public async Task RestartAsync()
    {
        // Until the last of its processes is gone, the data is locked.
        for (var attempt = 0; !await TryListenAsync().ConfigureAwait(false); attempt++)
        {
            if (attempt == 20)
                throw new ProgramFailedException($"PostgreSQL did not start again:\n{Log}");
            await Task.Delay(250).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        _folder.Dispose();
    }

    private async Task InitializeAsync()
    {
        _folder.WriteSecret("password", _password);
        if (Environment.IsPrivilegedProcess)
            (await ProgramRunner.RunAsync("chown", ["-R", Account, _folder.FullName]).ConfigureAwait(false)).MustSucceed();
        var (program, arguments) = AsAccount(
            "initdb",
            ["-D", _folder.PathOf("data"), "-U", "owner", "--auth=scram-sha-256", $"--pwfile={PasswordFile}", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        (await ProgramRunner.RunAsync(program, arguments, new ProgramOptions { TimeLimit = TimeSpan.FromMinutes(2) }).ConfigureAwait(false)).MustSucceed();
    }

    private async Task<bool> TryListenAsync()
    {
        _log.Clear();
        var (program, arguments) = AsAccount(
            "postgres",
            [
                "-D", _folder.PathOf("data"), "-p", $"{Port}", "-k", _folder.FullName, "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200",
                "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_wal_size=4GB",
            ]);
        var process = ProgramRunner.Start(program, arguments);
        process.StandardInput.Close();
        process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _process = process;
        var answer = await Eventually.GetAsync(
            () => Log.Contains("ready to accept connections") ? "yes" : process.HasExited ? "no" : null,
            TimeSpan.FromSeconds(60),
            () => $"PostgreSQL did not say that it takes connections:\n{Log}").ConfigureAwait(false);
        if (answer == "yes")
            return true;
        await KillAsync().ConfigureAwait(false);
        return false;
    }

    private static (string Program, string[] Arguments) AsAccount(string program, string[] arguments)
    {
        var path = ProgramOf(program);
        return Environment.IsPrivilegedProcess
            ? ("setpriv", [$"--reuid={Account}", $"--regid={Account}", "--init-groups", "--", path, .. arguments])
            : (path, arguments);
    }

    // Debian keeps each version's servers in a folder of its own, out of PATH.
    private static string ProgramOf(string name)
    {
        var versions = Directory.Exists(Programs) ? Directory.GetDirectories(Programs) : [];
        return versions.Select(version => Path.Combine(version, "bin", name)).Where(File.Exists).Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new RequiredProgramMissingException(name, "postgresql");
    }
}
