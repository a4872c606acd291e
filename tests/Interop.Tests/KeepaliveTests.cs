using System.Diagnostics;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Who asks whether the other is still there, and what comes of it.</summary>
public sealed class KeepaliveTests(KeepaliveTests.Impatient impatient) : IClassFixture<KeepaliveTests.Impatient>
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private ScriptedBackend Backend => impatient.Backend;

    [Fact]
    public async Task A_client_that_asks_every_second_waits_out_a_long_pause()
    {
        var client = Backend.Site.Alice with { SshArguments = ["-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=1"] };

        var result = await Backend.RunAsync("pause/5", client);

        Assert.Equal("before\nafter\n", result.MustSucceed().Output);
    }

    [Fact]
    public async Task A_client_that_answers_stays_through_a_long_pause()
    {
        // The proxy asks every second and gives up on the third silence: five seconds would be too long for a client that is gone.
        var result = await Backend.RunAsync("pause/5");

        Assert.Equal("before\nafter\n", result.MustSucceed().Output);
    }

    [Fact]
    public async Task A_client_that_was_stopped_while_it_waited_is_sent_away()
    {
        using var ssh = Backend.Start("echo/");
        await ssh.StandardInput.WriteLineAsync("hello");
        await ssh.StandardInput.FlushAsync();
        Assert.Equal("hello", await ssh.StandardOutput.ReadLineAsync());

        await IsSentAwayAsync(ssh);
    }

    [Fact]
    public async Task A_client_that_was_stopped_while_data_came_is_sent_away()
    {
        using var ssh = Backend.Start("output/10000000000");
        await ssh.StandardOutput.ReadBlockAsync(new char[1_000_000]);

        await IsSentAwayAsync(ssh);
    }

    /// <summary>Stops the client as a suspended laptop would, and sees the proxy end both its connection and its command.</summary>
    private async Task IsSentAwayAsync(Process ssh)
    {
        var before = Timeouts();
        PosixSignal.Send(ssh.Id, PosixSignal.Stop);
        try
        {
            await Eventually.HoldsAsync(() => Timeouts() > before, _patience, () => $"no session ended by IdleTimeout.\n{Backend.Site.Logs}");
            await Eventually.HoldsAsync(() => Backend.Running.Count == 0, _patience, () => $"still at the backend: {string.Join("; ", Backend.Running)}");
        }
        finally
        {
            PosixSignal.Send(ssh.Id, PosixSignal.Continue);
        }

        _ = ssh.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        await ssh.WaitForExitAsync().WaitAsync(_patience);
        Assert.Equal(255, ssh.ExitCode);
    }

    private int Timeouts() => Backend.Site.Proxy.LogLines.Count(line =>
        line.Contains("SessionEnded", StringComparison.Ordinal) && line.Contains("IdleTimeout", StringComparison.Ordinal));

    /// <summary>A proxy that asks a silent client after a second and gives up two questions later.</summary>
    public sealed class Impatient : IAsyncLifetime
    {
        public ScriptedBackend Backend { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Backend = await ScriptedBackend.StartAsync(configuration =>
        {
            configuration.Section["ClientAliveInterval"] = "1s";
            configuration.Section["ClientAliveCountMax"] = "2";
        });

        public ValueTask DisposeAsync() => Backend?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
