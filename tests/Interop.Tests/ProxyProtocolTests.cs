using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>A real HAProxy between the real OpenSSH client and the real executable.</summary>
public sealed class ProxyProtocolTests
{
    private const string Repository = "team/behind.git";

    [Theory]
    [InlineData("send-proxy")]
    [InlineData("send-proxy-v2")]
    [InlineData("send-proxy-v2 proxy-v2-options crc32c,unique-id")]
    public async Task Behind_haproxy_a_client_is_known_by_its_own_address(string serverOptions)
    {
        await using var site = await StartAsync("require", "127.0.0.1/32");
        await using var haproxy = await HaProxyServer.StartAsync(site.Proxy.Endpoint.Port, $"{serverOptions} check check-send-proxy inter 200ms");

        // The key says from="127.0.0.5": the address of HAProxy would not do.
        var client = ClientFrom(site, "127.0.0.5", haproxy.Port);
        (await ListAsync(client)).MustSucceed();
        var access = await site.Proxy.AccessLineAsync(line => line["user"] == "bob");
        Assert.StartsWith("127.0.0.5:", access["client_address"], StringComparison.Ordinal);

        var other = ClientFrom(site, "127.0.0.6", haproxy.Port);
        Assert.Contains("Permission denied (publickey)", (await ListAsync(other)).MustExitWith(128).Error, StringComparison.Ordinal);
        Assert.Contains(site.Proxy.LogLines, line => line.Contains("Failed publickey for", StringComparison.Ordinal) && line.Contains("127.0.0.6", StringComparison.Ordinal));

        // Health checks came several times a second, and none of them is news.
        Assert.DoesNotContain(site.Proxy.LogLines, line => line.Contains("preauth", StringComparison.Ordinal) && !line.Contains("127.0.0.6", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Between_two_haproxies_the_backend_is_told_the_client_that_we_were_told(string version)
    {
        HaProxyServer? inner = null;
        await using var site = await Installation.StartAsync(adjust: async installation =>
        {
            inner = await HaProxyServer.StartAsync(installation.Backend.Endpoint.Port, "", "accept-proxy");
            var configuration = installation.Folder.Configuration;
            configuration.Section["ProxyProtocol"] = new JsonObject { ["Policy"] = "require", ["TrustedNetworks"] = new JsonArray("127.0.0.1") };
            var backend = configuration.AddBackend(
                installation.Folder.Files, "main", installation.Backend.Endpoint with { Port = inner.Port }, installation.Folder.Identity);
            (backend["Sharing"], backend["SendProxyProtocol"]) = ("off", version);
            await installation.AddUserAsync("bob");
        });
        await using var second = inner!;
        await using var first = await HaProxyServer.StartAsync(site.Proxy.Endpoint.Port, "send-proxy-v2");
        await site.CreateGitAsync(Repository, GitContent.Small);

        (await ListAsync(ClientFrom(site, "127.0.0.5", first.Port))).MustSucceed();

        // The address that the client connected to is the first HAProxy's.
        await Eventually.HoldsAsync(
            () => second.Log.Any(line => line.StartsWith("127.0.0.5:", StringComparison.Ordinal) && line.EndsWith($" 127.0.0.1:{first.Port}", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(20),
            () => string.Join('\n', second.Log));
    }

    [Fact]
    public async Task A_header_is_not_believed_from_whoever_sends_one()
    {
        await using var site = await StartAsync("use", "127.0.0.1/32");
        var header = Encoding.ASCII.GetBytes("PROXY TCP4 127.0.0.5 127.0.0.1 40000 22\r\nSSH-2.0-x\r\n");

        Assert.StartsWith("SSH-2.0-Sluice\r\n", await GreetingAsync(site, "127.0.0.1", header), StringComparison.Ordinal);
        // A stranger is greeted as any client is, and has then said something that is no SSH.
        using var stranger = await ConnectAsync(site, "127.0.0.9");
        await stranger.SendAsync(header);
        Assert.Contains("does not speak SSH", Encoding.Latin1.GetString(await ReadToEndAsync(stranger)), StringComparison.Ordinal);

        // One without a header is itself, wherever it comes from.
        (await ListAsync(ClientFrom(site, "127.0.0.5", site.Proxy.Endpoint.Port))).MustSucceed();
        (await ListAsync(ClientFrom(site, "127.0.0.1", site.Proxy.Endpoint.Port))).MustExitWith(128);
    }

    [Fact]
    public async Task Without_a_header_a_required_one_is_missed_and_ssh_is_told_nothing()
    {
        await using var site = await StartAsync("require", "127.0.0.0/8");

        (await ListAsync(ClientFrom(site, "127.0.0.5", site.Proxy.Endpoint.Port))).MustExitWith(128);
        Assert.Empty(site.Proxy.AccessLines);
    }

    private static async Task<Installation> StartAsync(string policy, string trusted)
    {
        var site = await Installation.StartAsync(adjust: async installation =>
        {
            installation.Folder.Configuration.Section["ProxyProtocol"] = new JsonObject { ["Policy"] = policy, ["TrustedNetworks"] = new JsonArray(trusted) };
            var key = await installation.AddUserAsync("bob");
            installation.Folder.SetUser("bob", $"from=\"127.0.0.5\" {key.PublicKeyLine}");
        });
        await site.CreateGitAsync(Repository, GitContent.Small);
        return site;
    }

    private static SshClient ClientFrom(Installation site, string address, int port)
    {
        var key = new SshKeyPair(site.Files.PathOf("bob"));
        return SshClient.Create(site.Files.PathOf($"home-{Guid.NewGuid():N}"), site.Proxy.Endpoint with { Port = port }, key) with { SshArguments = ["-b", address] };
    }

    private static Task<ProgramResult> ListAsync(SshClient client) => client.GitAsync("ls-remote", client.Endpoint.UrlOf(Installation.PathOf(Repository)));

    private static async Task<Socket> ConnectAsync(Installation site, string from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync("127.0.0.1", site.Proxy.Endpoint.Port);
        return socket;
    }

    private static async Task<string> GreetingAsync(Installation site, string from, byte[] sent)
    {
        using var socket = await ConnectAsync(site, from);
        await socket.SendAsync(sent);
        var buffer = new byte[256];
        return Encoding.Latin1.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
    }

    private static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var all = new List<byte>();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var bytes)
            all.AddRange(buffer[..bytes]);
        return [.. all];
    }
}
