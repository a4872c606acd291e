using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>What a service manager gives and hears, played as sd_listen_fds(3) and sd_notify(3) describe it.</summary>
public sealed class ServiceManagerTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    /// <summary>Binds a port, passes it as descriptor 3, and becomes the command behind it.</summary>
    private const string Activator = """
        import os, socket, sys
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("127.0.0.1", int(sys.argv[1])))
        s.listen(128)
        if s.fileno() != 3: os.dup2(s.fileno(), 3)
        os.set_inheritable(3, True)
        os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()), LISTEN_FDNAMES="sluice.socket")
        os.execvp(sys.argv[2], sys.argv[2:])
        """;

    [Fact]
    public async Task It_hears_of_each_stage_of_a_life()
    {
        using var folder = await SluiceFolder.CreateAsync();
        await using var backend = await OpenSshServer.StartAsync();
        Configure(folder, backend);
        var path = folder.Files.PathOf("notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        var heard = new ConcurrentQueue<string>();
        using var ending = new CancellationTokenSource();
        var hearing = HearAsync(socket, heard, ending.Token);
        var environment = new ProgramOptions { Environment = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = path, ["WATCHDOG_USEC"] = "2000000" } };
        await using var proxy = await SluiceProcess.StartAsync(folder, environment);

        await HearsAsync(heard, "READY=1");
        await HearsAsync(heard, "STATUS=Serving: 0 clients, 0 requests.");
        await Eventually.HoldsAsync(() => heard.Count(state => state == "WATCHDOG=1") >= 2, _patience, () => string.Join('\n', heard));
        await proxy.ReloadAsync();
        await HearsAsync(heard, "RELOADING=1\nMONOTONIC_USEC=");
        await Eventually.HoldsAsync(() => heard.Count(state => state == "READY=1") == 2, _patience, () => string.Join('\n', heard));
        await proxy.UpgradeAsync();
        await HearsAsync(heard, $"MAINPID={proxy.ProcessId}");
        await Eventually.HoldsAsync(() => heard.Count(state => state == "READY=1") == 3, _patience, () => string.Join('\n', heard));
        // The one before is draining, which is nothing to the service.
        Assert.DoesNotContain("STOPPING=1", heard);
        await proxy.StopAsync();
        await HearsAsync(heard, "STOPPING=1");
        await ending.CancelAsync();
        await hearing;
    }

    [Fact]
    public async Task A_socket_that_it_holds_is_used_and_stays_whole_through_a_drain_and_an_upgrade()
    {
        using var folder = await SluiceFolder.CreateAsync();
        await using var backend = await OpenSshServer.StartAsync();
        Configure(folder, backend);
        var port = FreePort.Next();
        folder.Configuration.Section["ListenAddress"] = $"127.0.0.1:{port}";
        folder.Configuration.Section["DrainTimeout"] = "30s";
        var script = folder.Files.Write("activate.py", Activator);
        await using var proxy = await SluiceProcess.StartAsync(folder, new ProgramOptions(), RequiredProgram.SystemPython, script, $"{port}");
        Assert.Equal(port, proxy.Endpoint.Port);
        await GreetsAsync(port);
        await proxy.UpgradeAsync();
        await GreetsAsync(port);
        await proxy.LoggedAsync("Drained");
        // Somebody who keeps it draining, and somebody who comes meanwhile.
        using var early = await ConnectAsync(port);
        await ReadsGreetingAsync(early);

        await SluiceAsync(folder, "drain");
        using var late = await ConnectAsync(port);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(0, late.Available);
        await SluiceAsync(folder, "drain", "--abort");

        // Nobody was refused: the socket went on listening.
        await ReadsGreetingAsync(late);
        await GreetsAsync(port);
    }

    private static void Configure(SluiceFolder folder, OpenSshServer backend)
    {
        folder.Configuration.AddBackend(folder.Files, "main", backend.Endpoint, folder.Identity);
        folder.Configuration.AddRoute("**", "main");
    }

    private static async Task SluiceAsync(SluiceFolder folder, params string[] words) =>
        (await ProgramRunner.RunAsync("dotnet", [RepositoryRoot.ProxyAssembly, .. words, "--config", folder.Files.PathOf("sluice.json")])).MustSucceed();

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task GreetsAsync(int port)
    {
        using var client = await ConnectAsync(port);
        await ReadsGreetingAsync(client);
    }

    private static async Task ReadsGreetingAsync(TcpClient client)
    {
        var buffer = new byte[64];
        var bytes = await client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(_patience, TestContext.Current.CancellationToken);
        Assert.StartsWith("SSH-2.0-", Encoding.ASCII.GetString(buffer, 0, bytes), StringComparison.Ordinal);
    }

    private static Task HearsAsync(ConcurrentQueue<string> heard, string state) =>
        Eventually.HoldsAsync(() => heard.Any(said => said.StartsWith(state, StringComparison.Ordinal)), _patience, () => $"{state} was not said, but\n{string.Join('\n', heard)}");

    private static async Task HearAsync(Socket socket, ConcurrentQueue<string> heard, CancellationToken ending)
    {
        var buffer = new byte[4096];
        try
        {
            while (true) heard.Enqueue(Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, ending)));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
