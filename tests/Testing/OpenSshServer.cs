using System.Diagnostics;

namespace Sluice.Testing;

/// <summary>
/// A real sshd on a loopback port of its own, with its own configuration, host keys and authorized keys. It runs as whoever runs
/// the test and lets that user in. Its log is kept for failure messages.
/// </summary>
public sealed class OpenSshServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private OpenSshServer(TemporaryFolder folder, Process process, SshEndpoint endpoint, IReadOnlyList<SshKeyPair> hostKeys)
    {
        _folder = folder;
        _process = process;
        Endpoint = endpoint;
        HostKeys = hostKeys;
    }

    public SshEndpoint Endpoint { get; }

    public IReadOnlyList<SshKeyPair> HostKeys { get; }

    public int ProcessId => _process.Id;

    /// <summary>What sshd has logged so far.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => _folder.PathOf("sshd.log");

    private string AuthorizedKeysFile => _folder.PathOf("authorized_keys");

    /// <summary>Starts the server and returns when it listens.</summary>
    public static async Task<OpenSshServer> StartAsync(OpenSshServerOptions? options = null)
    {
        options ??= new OpenSshServerOptions();
        var folder = new TemporaryFolder("sshd");
        try
        {
            var hostKeys = new[]
            {
                await SshKeyPair.GenerateAsync(folder.PathOf("host_ed25519"), "ed25519").ConfigureAwait(false),
                await SshKeyPair.GenerateAsync(folder.PathOf("host_ecdsa"), "ecdsa", 256).ConfigureAwait(false),
                await SshKeyPair.GenerateAsync(folder.PathOf("host_rsa"), "rsa", 2048).ConfigureAwait(false),
            };
            var (process, port) = await ListenAsync(folder, hostKeys, options).ConfigureAwait(false);
            var endpoint = new SshEndpoint("127.0.0.1", port, Environment.UserName, [.. hostKeys.Select(key => key.TypeAndBase64)]);
            return new OpenSshServer(folder, process, endpoint, hostKeys);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Lets the holder of a key in.</summary>
    public void Authorize(SshKeyPair key) => File.AppendAllText(AuthorizedKeysFile, key.PublicKeyLine + "\n");

    /// <summary>Kills the listener and every session at once, as a crash of the machine would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        _process.Dispose();
        _folder.Dispose();
    }

    private static async Task<(Process Process, int Port)> ListenAsync(
        TemporaryFolder folder, SshKeyPair[] hostKeys, OpenSshServerOptions options)
    {
        // As root sshd wants this folder for its unprivileged half, and only a system start makes it.
        if (Environment.IsPrivilegedProcess)
            Directory.CreateDirectory("/run/sshd");

        // sshd cannot be asked for port 0, and somebody may take the free port before it does: then take another.
        for (var attempt = 0; ; attempt++)
        {
            var port = FreePort.Next();
            var configuration = folder.Write("sshd_config", OpenSshServerConfiguration.Write(folder, port, hostKeys, options));
            var log = folder.PathOf("sshd.log");
            var process = ProgramRunner.Start(options.Program, ["-D", "-f", configuration, "-E", log]);
            var listening = await Eventually.GetAsync(
                () => process.HasExited ? "no" : File.Exists(log) && File.ReadAllText(log).Contains("Server listening on") ? "yes" : null,
                TimeSpan.FromSeconds(20),
                () => "sshd did not say that it listens.").ConfigureAwait(false);
            if (listening == "yes")
                return (process, port);

            var said = (File.Exists(log) ? File.ReadAllText(log) : "") + await process.StandardError.ReadToEndAsync().ConfigureAwait(false);
            process.Dispose();
            if (attempt == 3 || !said.Contains("Address already in use"))
                throw new ProgramFailedException($"sshd did not start:\n{said}");
        }
    }
}
