using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>An OpenSSH client that holds a connection open for others of the same user.</summary>
public sealed class ControlMaster : IAsyncDisposable
{
    private readonly System.Diagnostics.Process _process;
    private readonly TemporaryFolder _folder;
    private readonly Task<string> _said;

    private ControlMaster(System.Diagnostics.Process process, TemporaryFolder folder, SshClient client, Task<string> said)
    {
        _process = process;
        _folder = folder;
        _said = said;
        Client = client;
    }

    /// <summary>The user, whose sessions go over the master's connection or fail.</summary>
    public SshClient Client { get; }

    /// <summary>Connects, with further options for the master, and returns when others may join.</summary>
    public static async Task<ControlMaster> StartAsync(SshClient client, params string[] options)
    {
        // A socket's path is short by law: it lives in a folder of its own rather than in the user's home.
        var folder = new TemporaryFolder("mux");
        var socket = folder.PathOf("s");
        var process = ProgramRunner.Start("ssh",
            [.. client.SshWords, "-M", "-N", "-S", socket, .. options, "-p", $"{client.Endpoint.Port}", $"{client.Endpoint.User}@{client.Endpoint.Host}"],
            client.Options);
        var said = process.StandardError.ReadToEndAsync();
        var ready = await Eventually.GetAsync(() => File.Exists(socket) ? "yes" : process.HasExited ? "no" : null,
            TimeSpan.FromSeconds(20), () => "ssh -M made no control socket.");
        if (ready == "no")
            throw new ProgramFailedException($"ssh -M ended with exit status {process.ExitCode}: {await said}");
        return new ControlMaster(process, folder, client with { SshArguments = [.. client.SshArguments, "-S", socket, "-o", "ControlMaster=no", "-o", "ProxyCommand=false"] }, said);
    }

    /// <summary>True if the master still answers.</summary>
    public async Task<bool> IsAliveAsync() => (await CommandAsync("check")).ExitCode == 0;

    /// <summary>Gives the master an order: check, forward, cancel, exit.</summary>
    public Task<ProgramResult> CommandAsync(string order, params string[] options) =>
        Client.RunAsync("ssh", [.. Client.SshWords, "-O", order, .. options, "-p", $"{Client.Endpoint.Port}", $"{Client.Endpoint.User}@{Client.Endpoint.Host}"]);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _said;
        _process.Dispose();
        _folder.Dispose();
    }
}
