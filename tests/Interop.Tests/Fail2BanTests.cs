using System.Net;
using System.Net.Sockets;
using System.Text;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>
/// fail2ban's own filter for sshd reads the text log, as README says: it sees who tried to log in and could not, at their own
/// address, and nobody else. Each visitor comes from a loopback address of its own.
/// </summary>
public sealed class Fail2BanTests : IAsyncLifetime
{
    private const string Filter = @"sshd[mode=aggressive, _daemon='\S+']";
    private const string Stranger = "127.0.0.11";
    private const string Unknown = "127.0.0.12";
    private const string Forger = "127.0.0.13";
    private const string Alice = "127.0.0.14";
    private const string ManyKeys = "127.0.0.15";
    private const string Knocker = "127.0.0.16";
    private const string Browser = "127.0.0.17";
    private const string Forged = "127.0.0.99";

    private Installation _site = null!;

    [Fact]
    public async Task The_filter_sees_who_failed_to_log_in_and_nobody_else()
    {
        await VisitAsync();

        var failures = await FailuresAsync();

        Assert.Equal([Stranger, Unknown, Forger], failures.Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Knocker, _site.Proxy.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(Browser, _site.Proxy.Log, StringComparison.Ordinal);
        var visitors = await _site.Proxy.MetricsAsync();
        Assert.Equal(1, visitors["sluice_unauthenticated_total", "class=\"knock\""]);
        Assert.Equal(1, visitors["sluice_unauthenticated_total", "class=\"protocol_failure\""]);
        Assert.Equal(3, visitors["sluice_unauthenticated_total", "class=\"authentication_failure\""]);
    }

    public async ValueTask InitializeAsync() => _site = await Installation.StartAsync(adjust: site =>
    {
        site.Folder.Configuration.Section["LogFormat"] = "Text";
        site.Folder.Configuration.Section["MetricsListen"] = "127.0.0.1:0";
        return Task.CompletedTask;
    });

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private async Task VisitAsync()
    {
        await _site.CreateGitAsync("team/app.git", GitContent.Small);
        var strangers = await SshKeyPair.GenerateAsync(_site.Files.PathOf("strangers"));
        var url = _site.UrlOf("team/app.git");
        (await From(Alice, _site.Alice).GitAsync("ls-remote", url)).MustSucceed();
        await using (var agent = await SshAgent.StartAsync([strangers, _site.Alice.Key]))
            (await From(ManyKeys, SshClient.Create(_site.Files.PathOf("many"), _site.Proxy.Endpoint, _site.Alice.Key, agent.Socket)).GitAsync("ls-remote", url)).MustSucceed();

        Assert.NotEqual(0, (await From(Stranger, _site.NewClient("stranger", strangers)).GitAsync("ls-remote", url)).ExitCode);
        var unknown = From(Unknown, _site.NewClient("unknown", strangers));
        Assert.NotEqual(0, (await unknown.GitAsync("ls-remote", url.Replace("git@", "root@", StringComparison.Ordinal))).ExitCode);
        await ForgeAsync();
        await SayAsync(Knocker, "");
        await SayAsync(Browser, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await Eventually.HoldsAsync(
            () => _site.Proxy.LogLines.Count(line => line.Contains("[preauth]", StringComparison.Ordinal)) >= 3, TimeSpan.FromSeconds(10), () => _site.Proxy.Log);
    }

    private static SshClient From(string address, SshClient client, params string[] more) => client with { SshArguments = ["-b", address, .. more] };

    /// <summary>A name that looks like the rest of a phrase, with another's address in it; ssh refuses to send such a name, paramiko does not.</summary>
    private async Task ForgeAsync()
    {
        const string Script =
            """
            import paramiko, socket, sys
            source, port, user = sys.argv[1], int(sys.argv[2]), sys.argv[3]
            transport = paramiko.Transport(socket.create_connection(("127.0.0.1", port), source_address=(source, 0)))
            transport.start_client(timeout=20)
            try:
                transport.auth_publickey(user, paramiko.ECDSAKey.generate())
            except paramiko.SSHException:
                pass
            transport.close()
            """;
        var python = await RequiredProgram.FindPythonWithAsync("paramiko");
        var words = new[] { "-c", Script, Forger, $"{_site.Proxy.Endpoint.Port}", $"x from {Forged} port 1 ssh2" };
        (await ProgramRunner.RunAsync(python, words)).MustSucceed();
    }

    /// <summary>Says something and waits until the proxy has closed.</summary>
    private async Task SayAsync(string address, string text)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        await socket.ConnectAsync(IPAddress.Loopback, _site.Proxy.Endpoint.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(text));
        socket.Shutdown(SocketShutdown.Send);
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer) > 0)
        {
        }
    }

    /// <summary>The addresses of all failures that the filter finds.</summary>
    private async Task<string[]> FailuresAsync()
    {
        var log = _site.Files.Write("sluice.log", _site.Proxy.Log + "\n");
        var result = await ProgramRunner.RunAsync(MonitoringTools.Find("fail2ban-regex"), ["--out", "ip", log, Filter]);
        return result.MustSucceed().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
