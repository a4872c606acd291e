using System.Diagnostics;
using System.Text.RegularExpressions;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Connections to a real sshd that the requests of many clients share.</summary>
public sealed partial class SharedBackendTests
{
    [Fact]
    public async Task Clones_one_after_the_other_need_one_login_and_the_reserve()
    {
        await using var site = await StartAsync(new OpenSshServerOptions());

        for (var i = 0; i < 6; i++) await CloneAsync(site, i);

        Assert.InRange(Logins(site), 1, 2);
    }

    [Fact]
    public async Task Each_client_has_a_connection_of_its_own_where_sharing_is_off()
    {
        await using var site = await StartAsync(new OpenSshServerOptions(), backend => backend["Sharing"] = "off");

        for (var i = 0; i < 4; i++) await CloneAsync(site, i);

        Assert.Equal(4, Logins(site));
    }

    [Fact]
    public async Task A_backend_that_takes_fewer_sessions_than_it_was_said_to_is_found_out()
    {
        await using var site = await StartAsync(new OpenSshServerOptions { MaxSessions = 2 }, backend => backend["MinIdle"] = "0");

        var sessions = new List<Process>();
        try
        {
            for (var i = 0; i < 6; i++)
            {
                sessions.Add(Start(site));
                // The first line of the advertisement: this session is under way, and stays so.
                Assert.Contains("HEAD", await sessions[i].StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
            }
        }
        finally
        {
            foreach (var session in sessions)
            {
                session.Kill();
                session.Dispose();
            }
        }

        Assert.Equal(3, Logins(site));
        Assert.Contains("does not take 10 sessions on one connection, but 2:", site.Proxy.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_clients_than_places_take_turns()
    {
        await using var site = await StartAsync(
            new OpenSshServerOptions(),
            backend => (backend["MinIdle"], backend["MaxConnections"], backend["MaxSessionsPerConnection"], backend["QueueTimeout"]) = ("1", "1", "2", "2m"));

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => CloneAsync(site, i)));

        Assert.Equal(1, Logins(site));
    }

    private static async Task<Installation> StartAsync(OpenSshServerOptions sshd, Action<System.Text.Json.Nodes.JsonNode>? adjust = null)
    {
        var site = await Installation.StartAsync(sshd, site =>
        {
            adjust?.Invoke(site.Folder.Configuration.Backends["main"]!);
            return Task.CompletedTask;
        });
        await site.CreateGitAsync("team/app.git", GitContent.Small);
        return site;
    }

    private static async Task CloneAsync(Installation site, int number) =>
        (await site.Alice.GitAsync("clone", "--quiet", site.UrlOf("team/app.git"), site.Files.PathOf($"copy-{number}"))).MustSucceed();

    private static Process Start(Installation site) => ProgramRunner.Start(
        "ssh",
        [
            .. site.Alice.SshWords, "-p", $"{site.Proxy.Endpoint.Port}", $"{site.Proxy.Endpoint.User}@{site.Proxy.Endpoint.Host}",
            $"git-upload-pack '{Installation.PathOf("team/app.git")}'",
        ],
        site.Alice.Options);

    private static int Logins(Installation site) => Accepted().Count(site.Backend.Log);

    [GeneratedRegex("Accepted publickey for ")]
    private static partial Regex Accepted();
}
