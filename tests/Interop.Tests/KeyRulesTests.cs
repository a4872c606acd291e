using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>PubkeyAcceptedAlgorithms and RequiredRSASize with the real OpenSSH client.</summary>
public sealed class KeyRulesTests
{
    private const string Repository = "team/rules.git";

    [Fact]
    public async Task Keys_are_taken_as_the_rules_say()
    {
        await using var site = await Installation.StartAsync(adjust: async installation =>
        {
            installation.Folder.Configuration.Section["PubkeyAcceptedAlgorithms"] = "-rsa-sha2-256";
            installation.Folder.Configuration.Section["RequiredRSASize"] = 3072;
            await installation.AddUserAsync("short", "rsa", 2048);
            await installation.AddUserAsync("long", "rsa", 3072);
        });
        await site.CreateGitAsync(Repository, GitContent.Small);

        // What the server tells in server-sig-algs makes the client choose the other hash of its own accord.
        (await ListAsync(site, "long")).MustSucceed();
        (await ListAsync(site, "long", "-o", "PubkeyAcceptedAlgorithms=rsa-sha2-256")).MustExitWith(128);
        (await ListAsync(site, "short")).MustExitWith(128);
        (await ListAsync(site, "alice")).MustSucceed();
    }

    private static Task<ProgramResult> ListAsync(Installation site, string user, params string[] arguments)
    {
        var client = site.NewClient($"{user}-{Guid.NewGuid():N}", new SshKeyPair(site.Files.PathOf(user))) with { SshArguments = arguments };
        return client.GitAsync("ls-remote", site.UrlOf(Repository));
    }
}
