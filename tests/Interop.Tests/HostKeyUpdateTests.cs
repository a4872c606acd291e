using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>OpenSSH's UpdateHostKeys: a client that knows one host key learns the others.</summary>
public sealed class HostKeyUpdateTests(SharedInstallation shared) : InteropTest(shared)
{
    [Theory]
    [InlineData("ssh-ed25519", 0)]
    [InlineData("ecdsa-sha2-nistp256", 1)]
    [InlineData("rsa-sha2-256", 2)]
    [InlineData("rsa-sha2-512", 2)]
    public async Task A_client_that_knows_one_host_key_learns_the_others(string algorithm, int known)
    {
        var client = Site.NewClient($"learner-{Guid.NewGuid():N}", Site.Alice.Key) with
        {
            SshArguments = ["-o", "UpdateHostKeys=yes", "-o", $"HostKeyAlgorithms=^{algorithm}", "-v"],
        };
        var file = Path.Combine(client.Home, "known_hosts");
        File.WriteAllText(file, $"[127.0.0.1]:{Site.Proxy.Endpoint.Port} {Site.Folder.HostKeys[known].TypeAndBase64}\n");

        var result = (await client.SshAsync()).MustExitWith(1);

        var learnt = File.ReadAllText(file);
        foreach (var key in Site.Folder.HostKeys)
            Assert.True(learnt.Contains(key.TypeAndBase64, StringComparison.Ordinal), $"{key.TypeAndBase64} was not learnt:\n{learnt}\n{result.Error}");
    }
}
