using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>A site with limits of its own, and clients who come from different addresses of this machine.</summary>
internal sealed class LimitsInstallation : IAsyncDisposable
{
    private const string Repository = "team/limited.git";

    private readonly List<Socket> _silent = [];

    private LimitsInstallation(Installation site) => Site = site;

    public Installation Site { get; }

    /// <summary>Starts it; nobody is exempt unless the settings say so.</summary>
    public static async Task<LimitsInstallation> StartAsync(params (string Key, JsonNode Value)[] settings)
    {
        var site = await Installation.StartAsync(adjust: installation =>
        {
            var section = installation.Folder.Configuration.Section;
            section["PerSourcePenaltyExemptList"] = "none";
            section["MetricsListen"] = "127.0.0.1:0";
            section["AdminListen"] = new JsonArray($"unix:{installation.Files.PathOf("admin.sock")}");
            foreach (var (key, value) in settings) section[key] = value;
            return Task.CompletedTask;
        });
        await site.CreateGitAsync(Repository, GitContent.Small);
        return new LimitsInstallation(site);
    }

    /// <summary>Alice, coming from an address, with further options of ssh.</summary>
    public SshClient AliceFrom(string address, params string[] options) => Site.Alice with { SshArguments = ["-b", address, .. options] };

    /// <summary>She lists a repository.</summary>
    public Task<ProgramResult> ListAsync(SshClient client) => client.GitAsync("ls-remote", Site.UrlOf(Repository));

    /// <summary>One connects and says nothing, and stays until the end of the test.</summary>
    public async Task<Socket> StaySilentAsync(string from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        lock (_silent) _silent.Add(socket);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync("127.0.0.1", Site.Proxy.Endpoint.Port);
        return socket;
    }

    /// <summary>What one is told who connects, says something, and reads to the end; what a reset cut off is missing.</summary>
    public async Task<string> SayAsync(string from, string words)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var socket = await StaySilentAsync(from);
        var heard = new StringBuilder();
        var buffer = new byte[1024];
        try
        {
            if (words.Length > 0) await socket.SendAsync(Encoding.ASCII.GetBytes(words), patience.Token);
            while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var bytes) heard.Append(Encoding.Latin1.GetString(buffer, 0, bytes));
        }
        catch (SocketException)
        {
            // It was reset.
        }
        socket.Dispose();
        return heard.ToString();
    }

    /// <summary>What <c>sluice why</c> prints.</summary>
    public async Task<string> WhyAsync(string address, params string[] words) =>
        (await SluiceCommand.RunAsync(Site, ["why", address, .. words])).MustSucceed().Output;

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _silent) socket.Dispose();
        await Site.DisposeAsync();
    }
}
