using System.Net.Sockets;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>The configuration is read again by a running proxy.</summary>
public sealed class ReloadTests
{
    private const string Repository = "team/reloaded.git";

    [Fact]
    public async Task Host_keys_algorithms_and_users_change_while_a_clone_goes_on()
    {
        await using var site = await Installation.StartAsync();
        await site.CreateGitAsync(Repository, GitContent.OfMebibytes(16));
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", "--quiet", "--bare", site.UrlOf(Repository), site.Files.PathOf("running"));
        await paused.ReachedAsync();

        var fresh = await SshKeyPair.GenerateAsync(site.Folder.Files.PathOf("host_fresh"), "ed25519");
        site.Folder.Configuration.Section["HostKey"] = fresh.PrivateKeyFile;
        site.Folder.Configuration.Section["Ciphers"] = "aes256-ctr";
        await site.Proxy.ReloadAsync();

        var changed = SshClient.Create(site.Files.PathOf("changed-home"), site.Proxy.Endpoint with { HostKeys = [fresh.TypeAndBase64] }, site.Alice.Key);
        (await changed.GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();
        // Who knows the former key alone, or speaks no such cipher, is let in no more.
        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustExitWith(128);
        (await (changed with { SshArguments = ["-c", "aes128-ctr"] }).GitAsync("ls-remote", site.UrlOf(Repository))).MustExitWith(128);
        paused.GoOn();
        (await cloning).MustSucceed();
    }

    [Fact]
    public async Task A_listener_is_added_and_removed()
    {
        await using var site = await Installation.StartAsync();
        var port = FreePort.Next();
        site.Folder.Configuration.Section["ListenAddress"] = new System.Text.Json.Nodes.JsonArray("127.0.0.1:0", $"127.0.0.1:{port}");
        await site.Proxy.ReloadAsync();
        await ConnectAsync(port);

        site.Folder.Configuration.Section["ListenAddress"] = new System.Text.Json.Nodes.JsonArray("127.0.0.1:0");
        await site.Proxy.ReloadAsync();

        await ConnectAsync(site.Proxy.Endpoint.Port);
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(port));
    }

    [Fact]
    public async Task What_does_not_change_while_it_runs_is_refused_with_its_name()
    {
        await using var site = await Installation.StartAsync();
        site.Folder.Configuration.Section["MemoryBudget"] = "77M";
        site.Folder.Configuration.Section["MaxSessions"] = "3";
        site.Folder.WriteConfiguration();

        PosixSignal.Send(site.Proxy.ProcessId, PosixSignal.HangUp);
        await site.Proxy.LoggedAsync("ConfigurationKept");

        Assert.Contains(site.Proxy.LogLines, line => line.Contains("Sluice:MemoryBudget: It does not change while the process runs", StringComparison.Ordinal));
        Assert.Equal(0, site.Proxy.Count("ConfigurationReloaded"));
    }

    [Fact]
    public async Task Changed_files_are_taken_over_when_they_are_whole_and_not_before()
    {
        await using var site = await Installation.StartAsync(adjust: installation =>
        {
            installation.Folder.Configuration.Section["ReloadOnChange"] = "on";
            return Task.CompletedTask;
        });
        await site.CreateGitAsync(Repository, GitContent.Small);
        site.Folder.Configuration.Section["LoginGraceTime"] = "33s";
        var whole = site.Folder.Configuration.ToJson();

        site.Folder.Files.Write("sluice.json", whole[..(whole.Length / 2)]);
        await site.Proxy.LoggedAsync("ConfigurationKept");
        Assert.Equal(0, site.Proxy.Count("ConfigurationReloaded"));
        site.Folder.Files.Write("sluice.json", whole);
        await site.Proxy.LoggedAsync("ConfigurationReloaded");

        // A file that it names counts as well.
        var fresh = await SshKeyPair.GenerateAsync(site.Files.PathOf("fresh"), "ed25519");
        File.Move(fresh.PrivateKeyFile, site.Folder.HostKeys[0].PrivateKeyFile, overwrite: true);
        await site.Proxy.LoggedAsync("ConfigurationReloaded", 2);
        var changed = SshClient.Create(site.Files.PathOf("changed-home"), site.Proxy.Endpoint with { HostKeys = [fresh.TypeAndBase64] }, site.Alice.Key);
        (await (changed with { SshArguments = ["-o", "HostKeyAlgorithms=ssh-ed25519"] }).GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();
    }

    private static async Task ConnectAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        var buffer = new byte[8];
        await client.GetStream().ReadExactlyAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal("SSH-2.0-"u8, buffer);
    }
}
