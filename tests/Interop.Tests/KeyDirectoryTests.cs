using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Users come and go while the proxy runs.</summary>
public sealed class KeyDirectoryTests(SharedInstallation shared) : InteropTest(shared)
{
    [Fact]
    public async Task A_user_gets_in_when_added_and_not_after_being_removed()
    {
        var name = $"user{Guid.NewGuid():N}"[..12];
        var key = await SshKeyPair.GenerateAsync(Site.Files.PathOf(name));
        var client = Site.NewClient($"{name}-home", key);
        Assert.False(await IsLetInAsync(client));

        Site.Folder.SetUser(name, key.PublicKeyLine);
        await BecomesAsync(client, letIn: true);

        Site.Folder.RemoveUser(name);
        await BecomesAsync(client, letIn: false);
        await CloneSmallAsync(Alice);
    }

    [Fact]
    public async Task A_key_for_another_network_is_refused()
    {
        var name = $"user{Guid.NewGuid():N}"[..12];
        var key = await SshKeyPair.GenerateAsync(Site.Files.PathOf(name));
        var client = Site.NewClient($"{name}-home", key);

        Site.Folder.SetUser(name, $"from=\"127.0.0.0/8\" {key.PublicKeyLine}");
        await BecomesAsync(client, letIn: true);
        Site.Folder.SetUser(name, $"from=\"192.0.2.0/24\" {key.PublicKeyLine}");
        await BecomesAsync(client, letIn: false);
    }

    private async Task BecomesAsync(SshClient client, bool letIn)
    {
        for (var attempt = 0; attempt < 40; attempt++)
        {
            if (await IsLetInAsync(client) == letIn)
                return;
            await Task.Delay(250);
        }

        Assert.Fail($"After ten seconds the user is still {(letIn ? "refused" : "let in")}.\n{Site.Proxy.Log}");
    }

    private async Task<bool> IsLetInAsync(SshClient client)
    {
        var result = await client.GitAsync("ls-remote", Site.UrlOf(SharedInstallation.Small));
        if (result.ExitCode != 0)
            Assert.Contains("Permission denied (publickey)", result.Error, StringComparison.Ordinal);
        return result.ExitCode == 0;
    }
}
