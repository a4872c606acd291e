using System.Text.Json;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>A process that ends without being asked properly says what it was doing.</summary>
public sealed class CrashTests
{
    private const int AbortStatus = 134;

    [Fact]
    public Task An_exception_that_nobody_catches_tells_what_was_running() =>
        EndAsync((_, file) => File.WriteAllText(file, ""), "an exception was not caught.", "A mistake that nobody catches.");

    [Fact]
    public Task A_quit_signal_tells_what_was_running() => EndAsync((process, _) => PosixSignal.Send(process, PosixSignal.Quit), "SIGQUIT came.");

    [Fact]
    public Task An_abort_signal_tells_what_was_running() => EndAsync((process, _) => PosixSignal.Send(process, PosixSignal.Abort), "SIGABRT came.");

    private static async Task EndAsync(Action<int, string> end, string why, string exception = "")
    {
        var file = "";
        await using var site = await Installation.StartAsync(adjust: site =>
        {
            file = site.Files.PathOf("throw");
            site.Folder.Environment["DOTNET_STARTUP_HOOKS"] = typeof(CrashTests).Assembly.Location;
            site.Folder.Environment[StartupHook.Variable] = file;
            site.Folder.Environment["DOTNET_DbgEnableMiniDump"] = "0";
            return Task.CompletedTask;
        });
        await site.CreateGitAsync("team/big.git", GitContent.OfMebibytes(16));
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", site.UrlOf("team/big.git"), site.Files.PathOf("copy"));
        await paused.ReachedAsync();

        end(site.Proxy.ProcessId, file);
        var status = await site.Proxy.ExitAsync();
        paused.GoOn();
        await cloning;

        Assert.Equal(AbortStatus, status);
        var crashed = Assert.Single(Events(site, "Crashed"));
        Assert.Equal(why, crashed.GetProperty("why").GetString());
        Assert.Equal(1, crashed.GetProperty("requests").GetInt32());
        Assert.Contains("receive ", crashed.GetProperty("buffers").GetString(), StringComparison.Ordinal);
        if (exception.Length > 0) Assert.Contains(exception, crashed.GetProperty("exception").GetString(), StringComparison.Ordinal);
        var running = Assert.Single(Events(site, "WasRunning"));
        Assert.Equal(("alice", "git-upload-pack", "team/big.git", "Running"), (Text(running, "user"), Text(running, "service"), Text(running, "repository"), Text(running, "phase")));
        Assert.Matches(@"^[a-z]{5}-[a-z]{5}-1$", Text(running, "request_id"));
        Assert.True(running.GetProperty("bytes_out").GetInt64() > 0);
    }

    private static string? Text(JsonElement line, string field) => line.GetProperty(field).GetString();

    private static IEnumerable<JsonElement> Events(Installation site, string name) =>
        site.Proxy.LogLines.Where(line => line.Contains($"\"event\":\"{name}\"", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement);
}
