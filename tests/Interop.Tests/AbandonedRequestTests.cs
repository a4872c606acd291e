using System.Diagnostics;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>A client that is gone leaves nothing behind at the backend.</summary>
public sealed class AbandonedRequestTests(SharedInstallation shared) : InteropTest(shared)
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_clone_killed_in_the_middle_ends_at_the_backend()
    {
        var repository = $"team/abandoned-{Guid.NewGuid():N}.git";
        var backend = await Site.CreateGitAsync(repository, GitContent.OfMebibytes(64));
        var paused = PausedClone.Of(Alice, Site.Files);
        using var git = ProgramRunner.Start("git", ["clone", Site.UrlOf(repository), Fresh()], paused.Client.Options);
        await paused.ReachedAsync();
        Assert.NotEmpty(ProcessTable.Within(backend));

        git.Kill(entireProcessTree: true);

        await EndsAsync(backend);
        var access = await Site.Proxy.AccessLineAsync(line => line.Text.Contains(repository, StringComparison.Ordinal));
        Assert.Equal("Client", access["closed_by"]);
        Assert.Equal("Aborted", access["outcome"]);
    }

    [Fact]
    public async Task A_client_killed_while_the_backend_waits_for_it_ends_there_too()
    {
        var repository = $"team/waiting-{Guid.NewGuid():N}.git";
        var backend = await Site.CreateGitAsync(repository, GitContent.Small);
        using var ssh = StartSsh(repository);
        await Eventually.HoldsAsync(() => ProcessTable.Within(backend).Count > 0, _limit, () => "no upload-pack began.");

        ssh.Kill();

        await EndsAsync(backend);
    }

    [Fact]
    public async Task A_session_closed_on_a_shared_connection_ends_at_the_backend()
    {
        var repository = $"team/shared-{Guid.NewGuid():N}.git";
        var backend = await Site.CreateGitAsync(repository, GitContent.Small);
        await using var master = await ControlMaster.StartAsync(Alice);
        using var ssh = ProgramRunner.Start("ssh", SshArguments(master.Client, repository), master.Client.Options);
        await Eventually.HoldsAsync(() => ProcessTable.Within(backend).Count > 0, _limit, () => "no upload-pack began.");

        ssh.Kill();

        // OpenSSH's master says EOF and CLOSE for a session that was killed only when something else wakes it: at the latest our keepalive.
        await EndsAsync(backend, TimeSpan.FromSeconds(30));
        await CloneSmallAsync(master.Client);
    }

    /// <summary>ssh with an upload-pack that has advertised its refs and waits for the client's wants.</summary>
    private Process StartSsh(string repository) => ProgramRunner.Start("ssh", SshArguments(Alice, repository), Alice.Options);

    private static string[] SshArguments(SshClient client, string repository) =>
    [
        .. client.SshWords, "-p", $"{client.Endpoint.Port}", $"{client.Endpoint.User}@{client.Endpoint.Host}",
        $"git-upload-pack '{Installation.PathOf(repository)}'",
    ];

    private static Task EndsAsync(string backend, TimeSpan? limit = null) =>
        Eventually.HoldsAsync(() => ProcessTable.Within(backend).Count == 0, limit ?? _limit,
            () => $"still at the backend: {string.Join("; ", ProcessTable.Within(backend))}");
}
