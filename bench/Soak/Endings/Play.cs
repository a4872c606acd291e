using System.Text;

using Sluice.Soak.Peers;
using Sluice.Transport;

namespace Sluice.Soak.Endings;

/// <summary>The pieces that endings are made of.</summary>
internal sealed class Play : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly SshConnection _connection;
    private readonly TcpRelay? _relay;

    private Play(SshConnection connection, TcpRelay? relay, ClientChannel channel, SshChannel ssh)
    {
        _connection = connection;
        _relay = relay;
        Channel = channel;
        Ssh = ssh;
    }

    /// <summary>What the client heard.</summary>
    public ClientChannel Channel { get; }

    /// <summary>The client's side of the channel.</summary>
    public SshChannel Ssh { get; }

    /// <summary>A client connects, opens a session and sends a command.</summary>
    /// <param name="site">The site.</param>
    /// <param name="path">The path that is asked for: backend, word, number.</param>
    /// <param name="isCuttable">True goes by the relay.</param>
    /// <param name="rekeyBytes">New keys after so many bytes; 0 for the default.</param>
    public static async Task<Play> StartAsync(LightSite site, string path, bool isCuttable = false, long rekeyBytes = 0)
    {
        var relay = isCuttable ? site.Relay : null;
        var connection = await site.User.ConnectAsync(site.Proxy.Endpoint, relay, rekeyBytes);
        var channel = new ClientChannel();
        var ssh = connection.OpenSession(channel, 1 << 20, 32 * 1024);
        await channel.Opened.WaitAsync(_patience);
        ssh.SendExec(Encoding.UTF8.GetBytes($"git-upload-pack '/{path}'"), wantsReply: true);
        return new Play(connection, relay, channel, ssh);
    }

    /// <summary>A session that is let run to its end.</summary>
    public static async Task<string?> ToTheEndAsync(LightSite site, string path, Func<ClientChannel, bool> isRight, long rekeyBytes = 0)
    {
        using var play = await StartAsync(site, path, rekeyBytes: rekeyBytes);
        return await play.EndAsync(isRight);
    }

    /// <summary>A session that its client ends in some ugly way in mid-data, or a moment after it asked.</summary>
    public static async Task<string?> LeaveAsync(LightSite site, string path, Action<Play> leave, bool inMidData, long rekeyBytes = 0)
    {
        using var play = await StartAsync(site, path, isCuttable: true, rekeyBytes);
        if (inMidData) await play.Channel.Heard.WaitAsync(_patience);
        await Task.Delay(Random.Shared.Next(40));
        leave(play);
        await play.Channel.Ended.WaitAsync(_patience);
        return null;
    }

    /// <summary>Waits for the channel's end; null if it was the right one.</summary>
    public async Task<string?> EndAsync(Func<ClientChannel, bool> isRight)
    {
        await Channel.Ended.WaitAsync(_patience);
        return isRight(Channel) ? null : $"status {Channel.ExitStatus?.ToString() ?? Channel.ExitSignal ?? "none"}, {Channel.Bytes} bytes, '{Channel.Error.TrimEnd()}'";
    }

    /// <summary>The client's machine crashes.</summary>
    public void Reset() => _relay!.FindByClient(_connection.LocalEndPoint.Port)?.Reset();

    /// <summary>The client's process is killed.</summary>
    public void Finish() => _relay!.FindByClient(_connection.LocalEndPoint.Port)?.Finish();

    /// <summary>The client closes the channel alone.</summary>
    public void CloseChannel() => Ssh.SendClose();

    /// <summary>The client says goodbye.</summary>
    public void Disconnect() => _connection.Close(EndReason.PeerClosed, "goodbye");

    public void Dispose() => Disconnect();
}
