using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Which of the client's environment the backend's programs see.</summary>
public sealed class EnvironmentTests(SharedInstallation shared) : InteropTest(shared)
{
    [Fact]
    public async Task Only_accepted_names_reach_the_backend_and_nobody_can_pose_as_another_user()
    {
        var backend = await Site.CreateGitAsync("team/environment.git", GitContent.Small);
        var seen = Fresh();
        Directory.CreateDirectory(Path.GetDirectoryName(seen)!);
        GitRepository.WriteHook(backend, "pre-receive", $"#!/bin/sh\nenv > {seen}\n");
        var client = Alice with { SshArguments = ["-o", "'SetEnv=LC_NOTE=seen SLUICE_USER=mallory SLUICE_HOUSE=forged PAGER=unseen'"] };
        var copy = Fresh();
        (await client.GitAsync("clone", "--quiet", Site.UrlOf("team/environment.git"), copy)).MustSucceed();
        await GitRepository.CommitNoiseAsync(client, copy, "data/one.bin", 1000);

        (await client.GitAsync("-C", copy, "push", "--quiet", "origin", "main")).MustSucceed();

        var environment = await File.ReadAllLinesAsync(seen);
        Assert.Contains("LC_NOTE=seen", environment);
        Assert.Contains("SLUICE_USER=alice", environment);
        Assert.DoesNotContain(environment, line => line.Contains("mallory", StringComparison.Ordinal));
        Assert.DoesNotContain(environment, line => line.Contains("forged", StringComparison.Ordinal));
        Assert.DoesNotContain("PAGER=unseen", environment);
    }
}
