using System.Diagnostics;
using System.Globalization;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>What passes between a command and its user: every byte, both streams, and their ends in any order.</summary>
public sealed class StreamTests(ScriptedBackend backend) : IClassFixture<ScriptedBackend>
{
    [Fact]
    public async Task Every_byte_value_passes_both_ways()
    {
        // Each value beside each other one, in an order no text filter would leave alone, and more than a window of them.
        var bytes = new byte[4 << 20];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i + (i >> 8));
        using var output = new MemoryStream();

        (await backend.RunAsync("echo/", input: bytes, output: output)).MustSucceed();

        Assert.True(output.ToArray().AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task A_large_standard_error_arrives_whole()
    {
        var result = await backend.RunAsync($"errors/{10 << 20}");

        Assert.Equal((10 << 20) + "done\n".Length, (result.MustExitWith(8).Output + result.Error).Length);
        Assert.Equal("done\n", result.Output);
    }

    [Fact]
    public async Task A_command_without_any_output_succeeds()
    {
        var result = await backend.RunAsync("nothing/");

        Assert.Empty(result.MustSucceed().Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Output_goes_on_after_the_input_has_ended()
    {
        var result = await backend.RunAsync("goes-on/10", input: new byte[100_000]);

        Assert.Equal(10, result.MustExitWith(3).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_command_that_closes_its_output_early_is_still_read_and_heard()
    {
        var result = await backend.RunAsync("quiet/4", input: new byte[3 << 20]);

        Assert.Equal("last words\n", result.MustExitWith(4).Output);
        Assert.Equal("still here\n", result.Error);
    }

    [Fact]
    public async Task A_command_that_closes_both_outputs_early_still_gives_its_exit_status()
    {
        var result = await backend.RunAsync("mute/5");

        Assert.Empty(result.MustExitWith(5).Output);
    }

    [Fact]
    public async Task A_command_that_reads_nothing_ends_in_spite_of_a_large_input()
    {
        var result = await backend.RunAsync("deaf/6", input: new byte[20 << 20]);

        Assert.Equal("heard nothing\n", result.MustExitWith(6).Output);
    }

    [Fact]
    public async Task A_client_that_reads_no_more_ends_the_command()
    {
        // OpenSSH's own client says it to OpenSSH's server alone, so another one says it here. The command would go on for
        // minutes, unless the closed pipe at its own end stops it; what is under way still comes.
        var result = await backend.RunScriptAsync("end-of-write.py", "output/100000000000");

        Assert.InRange(long.Parse(result.MustExitWith(7).Output, CultureInfo.InvariantCulture), 0, 100_000_000);
        await Eventually.HoldsAsync(() => backend.Running.Count == 0, TimeSpan.FromSeconds(10),
            () => $"still at the backend: {string.Join("; ", backend.Running)}");
    }

    [Fact]
    public async Task A_slow_answer_comes_when_it_is_there_and_not_at_the_end()
    {
        using var ssh = backend.Start("pause/3");
        ssh.StandardInput.Close();
        var started = Stopwatch.GetTimestamp();

        Assert.Equal("before", await ssh.StandardOutput.ReadLineAsync());
        var first = Stopwatch.GetElapsedTime(started);
        Assert.Equal("after", await ssh.StandardOutput.ReadLineAsync());
        await ssh.WaitForExitAsync();

        // The script pauses for three seconds between the two lines.
        Assert.InRange(Stopwatch.GetElapsedTime(started) - first, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20));
        Assert.Equal(0, ssh.ExitCode);
    }

    [Fact]
    public async Task A_client_that_wants_compression_goes_without()
    {
        var result = await backend.RunAsync("exit/3", backend.Site.Alice with { SshArguments = ["-C", "-v"] });

        Assert.Contains("compression: none", result.MustExitWith(3).Error, StringComparison.Ordinal);
        Assert.Equal("this is stdout\n", result.Output);
    }
}
