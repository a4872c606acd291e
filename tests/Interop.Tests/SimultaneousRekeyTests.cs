using System.Security.Cryptography;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>All parties renew their keys every 64 KiB while data runs both ways and keepalives are asked and answered.</summary>
public sealed class SimultaneousRekeyTests(SimultaneousRekeyTests.Restless restless) : IClassFixture<SimultaneousRekeyTests.Restless>
{
    private static readonly string[] _options =
        ["-v", "-o", "RekeyLimit=64K", "-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=3"];

    private ScriptedBackend Backend => restless.Backend;

    private SshClient Alice => Backend.Site.Alice with { SshArguments = _options, TimeLimit = TimeSpan.FromMinutes(2) };

    [Fact]
    public async Task Data_both_ways_arrives_whole()
    {
        var sent = DeterministicNoise.Create(6 << 20, seed: 11);
        using var received = new MemoryStream();

        var result = await Backend.RunAsync("echo/", Alice, sent, received);

        result.MustSucceed();
        Assert.Equal(SHA256.HashData(sent), SHA256.HashData(received.ToArray()));
        var exchanges = result.Error.Split('\n').Count(line => line.Contains("SSH2_MSG_NEWKEYS received", StringComparison.Ordinal));
        Assert.True(exchanges > 40, $"6 MiB each way at a limit of 64K need more than {exchanges} key exchanges.\n{result.Describe()}");
    }

    [Fact]
    public async Task Several_sessions_of_one_connection_arrive_whole()
    {
        await using var master = await ControlMaster.StartAsync(Alice);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async session =>
        {
            var sent = DeterministicNoise.Create(1 << 20, seed: (ulong)session + 20);
            using var received = new MemoryStream();
            (await Backend.RunAsync("echo/", master.Client, sent, received)).MustSucceed();
            Assert.Equal(SHA256.HashData(sent), SHA256.HashData(received.ToArray()));
        }));

        Assert.True(await master.IsAliveAsync());
    }

    [Fact]
    public async Task Clients_that_die_in_the_middle_cost_nobody_else_anything()
    {
        await SettleAsync(0);
        var before = Descriptors();
        var sessions = Sessions("SessionEnded");

        // Each transfer is mostly key exchange: a kill at any moment meets one under way more often than not.
        await Task.WhenAll(Enumerable.Range(0, 24).Select(async i =>
        {
            using var ssh = Backend.Start("echo/", Alice);
            var reading = ssh.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            var saying = ssh.StandardError.ReadToEndAsync();
            var writing = WriteAsync(ssh.StandardInput.BaseStream);
            await Task.Delay(TimeSpan.FromMilliseconds(300 + (i * 53)));
            ssh.Kill();
            await Task.WhenAll(reading, saying, writing, ssh.WaitForExitAsync());
        }));

        await SettleAsync(sessions);
        await Eventually.HoldsAsync(() => Descriptors() <= before, TimeSpan.FromSeconds(15),
            () => $"{Descriptors()} descriptors are open, {before} were before.\n{Backend.Site.Proxy.Log}");
        Assert.DoesNotContain(Backend.Site.Proxy.LogLines, line => line.Contains("\"Error\"", StringComparison.Ordinal));
        await Data_both_ways_arrives_whole();
    }

    [Fact]
    public async Task A_client_that_dies_inside_a_key_exchange_costs_nobody_else_anything()
    {
        var sessions = Sessions("SessionEnded");

        var result = await Backend.RunScriptAsync("dying-in-kex.py", "output/1000000000");

        result.MustExitWith(128 + PosixSignal.Kill);
        await Eventually.HoldsAsync(() => Sessions("SessionEnded") > sessions, TimeSpan.FromSeconds(15), () => Backend.Site.Proxy.Log);
        await SettleAsync(0);
        (await Backend.RunAsync("exit/7", Alice)).MustExitWith(7);
    }

    /// <summary>Waits until every session that was opened has ended, and more than a number of them, and nothing runs at the backend.</summary>
    private async Task SettleAsync(int moreThan)
    {
        await Eventually.HoldsAsync(
            () => Sessions("SessionOpened") == Sessions("SessionEnded") && Sessions("SessionEnded") >= moreThan && Backend.Running.Count == 0,
            TimeSpan.FromSeconds(20), () => $"not all sessions have ended, or this runs still: {string.Join("; ", Backend.Running)}\n{Backend.Site.Proxy.Log}");
    }

    private int Sessions(string happening) =>
        Backend.Site.Proxy.LogLines.Count(line => line.Contains($"\"{happening}\"", StringComparison.Ordinal));

    private int Descriptors() => Directory.GetFileSystemEntries($"/proc/{Backend.Site.Proxy.ProcessId}/fd").Length;

    private static async Task WriteAsync(Stream stream)
    {
        var noise = DeterministicNoise.Create(1 << 20, seed: 8);
        try
        {
            while (true)
                await stream.WriteAsync(noise);
        }
        catch (IOException)
        {
            // The client was killed, as it should be.
        }
    }

    /// <summary>A proxy and a backend that renew their keys every 64 KiB and ask every second whether the other is there.</summary>
    public sealed class Restless : IAsyncLifetime
    {
        public ScriptedBackend Backend { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Backend = await ScriptedBackend.StartAsync(configuration =>
        {
            configuration.Section["RekeyLimit"] = "64K";
            configuration.Section["ClientAliveInterval"] = "1s";
            configuration.Backends["main"]!["RekeyLimit"] = "64K";
            configuration.Backends["main"]!["ServerAliveInterval"] = "1s";
            // What a crowd needed is closed again before a test counts what is open.
            configuration.Backends["main"]!["IdleTimeout"] = "1s";
        }, new OpenSshServerOptions { RekeyLimit = "64K", MoreLines = ["ClientAliveInterval 1"] });

        public ValueTask DisposeAsync() => Backend?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
