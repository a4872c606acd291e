using Sluice.Testing;
using Sluice.Testing.Measuring;

namespace Sluice.Soak.GameDays.Games;

/// <summary>The real thing: a proxy whose standard error is a full disk from beginning to end.</summary>
internal static class FullDisk
{
    /// <summary>Has it serve a request; gives the lines that it lost.</summary>
    public static async Task<double> PlayAsync(GameJudge judge)
    {
        var (port, metrics) = (FreePort.Next(), FreePort.Next());
        await using var site = await Installation.StartAsync(adjust: site =>
        {
            site.Folder.Configuration.Section["AdminListen"] = "none";
            return Task.CompletedTask;
        });
        await site.CreateGitAsync("team/full.git", GitContent.Small);
        var section = site.Folder.Configuration.Section;
        (section["ListenAddress"], section["MetricsListen"]) = ($"127.0.0.1:{port}", $"127.0.0.1:{metrics}");
        var file = site.Folder.WriteConfiguration();
        using var process = ProgramRunner.Start("bash", ["-c", $"exec dotnet {RepositoryRoot.ProxyAssembly} run --config {file} 2>/dev/full"]);
        try
        {
            using var http = new HttpClient();
            var page = new Uri($"http://127.0.0.1:{metrics}/metrics");
            await Eventually.HoldsAsync(() => Answers(http, page), TimeSpan.FromSeconds(30), () => $"it does not serve: exited {process.HasExited}");
            var alice = SshClient.Create(site.Files.PathOf("full-home"), site.Proxy.Endpoint with { Port = port }, new SshKeyPair(site.Files.PathOf("alice")));
            var asked = await alice.GitAsync("ls-remote", alice.Endpoint.UrlOf(Installation.PathOf("team/full.git")));
            judge.Must(asked.ExitCode == 0, $"with standard error on /dev/full a request failed: {asked.Error}");
            var lost = new MetricsPage(await http.GetStringAsync(page))["sluice_log_lost_lines_total"];
            judge.Must(lost > 0, $"no line was counted as lost");
            return lost;
        }
        finally
        {
            PosixSignal.Send(process.Id, PosixSignal.Terminate);
            if (!process.WaitForExit(10_000)) process.Kill();
        }
    }

    private static bool Answers(HttpClient http, Uri page)
    {
        try
        {
            using var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, page));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
