using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Users with an agent full of keys: a key that is offered and not signed is a question, not a failure.</summary>
public sealed class AgentTests(SharedInstallation shared) : InteropTest(shared)
{
    [Theory]
    [InlineData(5)]
    [InlineData(12)]
    public async Task The_right_key_comes_last(int others)
    {
        await using var agent = await SshAgent.StartAsync([.. await StrangersAsync(others), Alice.Key]);
        var client = With(agent, Alice.Key);

        var result = await client.GitAsync("ls-remote", Site.UrlOf(SharedInstallation.Small));

        Assert.Contains("refs/heads/main", result.MustSucceed().Output, StringComparison.Ordinal);
        var opened = Site.Proxy.LogLines.Last(line => line.Contains("Accepted publickey", StringComparison.Ordinal));
        Assert.Contains(await Alice.Key.FingerprintAsync(), opened, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_keys_alone_are_denied()
    {
        var strangers = await StrangersAsync(5);
        await using var agent = await SshAgent.StartAsync(strangers);

        var result = await With(agent, strangers[0]).GitAsync("ls-remote", Site.UrlOf(SharedInstallation.Small));

        Assert.Contains("Permission denied (publickey).", result.MustExitWith(128).Error, StringComparison.Ordinal);
    }

    private SshClient With(SshAgent agent, SshKeyPair key) => SshClient.Create(Fresh(), Site.Proxy.Endpoint, key, agent.Socket);

    private Task<SshKeyPair[]> StrangersAsync(int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => SshKeyPair.GenerateAsync(Fresh())));
}
