using System.Text.Json.Nodes;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Names and templates by which a backend learns who asks, where its sshd accepts every variable.</summary>
public sealed class IdentityTests
{
    [Fact]
    public async Task A_backends_own_names_carry_the_user_and_nobody_forges_them()
    {
        await using var site = await StartAsync();
        var backend = await site.CreateGitAsync("team/named.git", GitContent.Small);
        var seen = site.Files.PathOf("seen");
        GitRepository.WriteHook(backend, "pre-receive", $"#!/bin/sh\nenv > {seen}\n");
        var client = site.Alice with
        {
            SshArguments = ["-o", "'SetEnv=NOTE=passed REMOTE_USER=mallory remote_user=mallory Remote_Addr=mallory SSH_ORIGINAL_COMMAND=mallory ssh_original_command=mallory'"],
        };
        var copy = site.Files.PathOf("copy");
        (await client.GitAsync("clone", "--quiet", site.UrlOf("team/named.git"), copy)).MustSucceed();
        await GitRepository.CommitNoiseAsync(client, copy, "more.bin", 1000);

        (await client.GitAsync("-C", copy, "push", "--quiet", "origin", "main")).MustSucceed();

        var environment = await File.ReadAllLinesAsync(seen);
        Assert.Contains("NOTE=passed", environment);
        Assert.Contains("REMOTE_USER=alice", environment);
        Assert.Contains("REMOTE_ADDR=127.0.0.1", environment);
        Assert.DoesNotContain(environment, line => line.Contains("mallory", StringComparison.Ordinal));
        Assert.DoesNotContain(environment, line => line.StartsWith("SLUICE_KEY_FINGERPRINT=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_template_that_needs_a_key_id_refuses_a_key_without_one()
    {
        await using var site = await StartAsync();

        var result = await site.Alice.GitAsync("clone", site.UrlOf("numbered/app.git"), site.Files.PathOf("copy"));

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("numbered/app.git: The backend knows users by the number of their key", result.Error, StringComparison.Ordinal);
        var access = await site.Proxy.AccessLineAsync(line => line["repository"] == "numbered/app.git");
        Assert.Equal("128", access["exit_status"]);
    }

    private static Task<Installation> StartAsync() => Installation.StartAsync(new OpenSshServerOptions { AcceptEnv = "*" }, site =>
    {
        var configuration = site.Folder.Configuration;
        configuration.Section["AcceptEnv"] = "*";
        configuration.Backends["main"]!["IdentityEnvironment"] = new JsonObject { ["User"] = "REMOTE_USER", ["ClientAddress"] = "REMOTE_ADDR", ["KeyFingerprint"] = "none" };
        configuration.AddBackend(site.Folder.Files, "numbered", site.Backend.Endpoint, site.Folder.Identity)["CommandTemplate"] = "echo serv key-{key_id}";
        configuration.AddRoute("numbered/**", "numbered");
        return Task.CompletedTask;
    });
}
