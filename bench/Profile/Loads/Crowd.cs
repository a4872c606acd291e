using System.Text;

using Sluice.Soak.Peers;
using Sluice.Transport;

namespace Sluice.Profile.Loads;

/// <summary>Many clients of the proxy, each with a connection of its own.</summary>
internal sealed class Crowd(LightSite site)
{
    private const int AtOnce = 8;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly List<SshConnection> _connections = [];
    private readonly List<(SshChannel Ssh, ClientChannel Heard)> _open = [];
    private readonly Lock _lock = new();

    /// <summary>Connections that were made and have not been left.</summary>
    public int Count => _connections.Count;

    /// <summary>Requests that run.</summary>
    public int Running => _open.Count(channel => !channel.Heard.Ended.IsCompleted);

    /// <summary>So many clients connect and log in.</summary>
    public Task ConnectAsync(int count) => Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
    {
        var connection = await site.User.ConnectAsync(site.Proxy.Endpoint);
        lock (_lock) _connections.Add(connection);
    });

    /// <summary>Each client runs a command that ends at once.</summary>
    /// <exception cref="IOException">One did not end with exit status 0.</exception>
    public Task ExecAsync() => Parallel.ForEachAsync(_connections.ToList(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (connection, _) =>
    {
        var (_, heard) = await AskAsync(connection, "main/status/0");
        await heard.Ended.WaitAsync(_patience, CancellationToken.None);
        if (heard.ExitStatus != 0) throw new IOException($"A command ended with {heard.ExitStatus?.ToString() ?? "no exit status"}: {heard.Error}");
    });

    /// <summary>Each client runs a command that does not end and sends nothing.</summary>
    public Task HoldAsync() => Parallel.ForEachAsync(_connections.ToList(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (connection, _) =>
    {
        var asked = await AskAsync(connection, "main/quiet/0");
        await asked.Heard.Answered.WaitAsync(_patience, CancellationToken.None);
        lock (_lock) _open.Add(asked);
    });

    /// <summary>So many sessions, each on a connection of its own: log in, run one command, leave.</summary>
    public static async Task VisitAsync(LightSite site, int sessions, int atOnce, CancellationToken stop, Action? done = null)
    {
        try
        {
            await Parallel.ForAsync(0, sessions, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = stop }, async (_, _) =>
            {
                var crowd = new Crowd(site);
                await crowd.ConnectAsync(1);
                await crowd.ExecAsync();
                crowd.Leave();
                done?.Invoke();
            });
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was told to stop.
        }
    }

    /// <summary>All say goodbye.</summary>
    public void Leave()
    {
        foreach (var connection in _connections) connection.Close(EndReason.PeerClosed, "goodbye");
        _connections.Clear();
        _open.Clear();
    }

    private static async Task<(SshChannel Ssh, ClientChannel Heard)> AskAsync(SshConnection connection, string path)
    {
        var heard = new ClientChannel();
        var channel = connection.OpenSession(heard, 1 << 20, 32 * 1024);
        await heard.Opened.WaitAsync(_patience);
        channel.SendExec(Encoding.UTF8.GetBytes($"git-upload-pack '/{path}'"), wantsReply: true);
        return (channel, heard);
    }
}
