using System.Diagnostics;

namespace Sluice.Testing;

/// <summary>A real ssh-agent with a socket of its own.</summary>
public sealed class SshAgent : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private SshAgent(TemporaryFolder folder, Process process)
    {
        _folder = folder;
        _process = process;
    }

    /// <summary>What SSH_AUTH_SOCK names.</summary>
    public string Socket => _folder.PathOf("s");

    /// <summary>Starts an agent that holds the keys; it offers them in this order.</summary>
    public static async Task<SshAgent> StartAsync(IEnumerable<SshKeyPair> keys)
    {
        // A socket's path is short by law: it lives in a folder of its own.
        var folder = new TemporaryFolder("agent");
        var agent = new SshAgent(folder, ProgramRunner.Start("ssh-agent", ["-D", "-a", folder.PathOf("s")]));
        try
        {
            await Eventually.HoldsAsync(() => File.Exists(agent.Socket), TimeSpan.FromSeconds(10), () => "ssh-agent made no socket.").ConfigureAwait(false);
            var options = new ProgramOptions { Environment = new Dictionary<string, string?> { ["SSH_AUTH_SOCK"] = agent.Socket } };
            foreach (var key in keys)
                (await ProgramRunner.RunAsync("ssh-add", ["-q", key.PrivateKeyFile], options).ConfigureAwait(false)).MustSucceed();
            return agent;
        }
        catch
        {
            await agent.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        _folder.Dispose();
    }
}
