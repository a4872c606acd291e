using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Each algorithm that the proxy offers, alone, with the real OpenSSH client: a clone that spans many packets.</summary>
public sealed class AlgorithmTests(SharedInstallation shared) : InteropTest(shared)
{
    [Theory]
    [InlineData("aes128-gcm@openssh.com")]
    [InlineData("aes256-gcm@openssh.com")]
    [InlineData("chacha20-poly1305@openssh.com")]
    [InlineData("aes128-ctr")]
    [InlineData("aes192-ctr")]
    [InlineData("aes256-ctr")]
    public Task Clone_with_cipher(string cipher) => CloneBigAsync($"Ciphers={cipher}", "cipher: " + cipher);

    [Theory]
    [InlineData("hmac-sha2-256")]
    [InlineData("hmac-sha2-512")]
    [InlineData("hmac-sha2-256-etm@openssh.com")]
    [InlineData("hmac-sha2-512-etm@openssh.com")]
    public Task Clone_with_mac(string mac) => CloneBigAsync($"MACs={mac}", "MAC: " + mac, "-o", "Ciphers=aes128-ctr");

    [Theory]
    [InlineData("sntrup761x25519-sha512@openssh.com")]
    [InlineData("curve25519-sha256")]
    [InlineData("curve25519-sha256@libssh.org")]
    [InlineData("ecdh-sha2-nistp256")]
    [InlineData("ecdh-sha2-nistp384")]
    [InlineData("ecdh-sha2-nistp521")]
    [InlineData("diffie-hellman-group-exchange-sha256")]
    [InlineData("diffie-hellman-group16-sha512")]
    [InlineData("diffie-hellman-group18-sha512")]
    [InlineData("diffie-hellman-group14-sha256")]
    public Task Clone_with_key_exchange(string algorithm) => CloneBigAsync($"KexAlgorithms={algorithm}", "kex: algorithm: " + algorithm);

    [Theory]
    [InlineData("ssh-ed25519")]
    [InlineData("ecdsa-sha2-nistp256")]
    [InlineData("rsa-sha2-256")]
    [InlineData("rsa-sha2-512")]
    public Task Clone_with_host_key(string algorithm) => CloneBigAsync($"HostKeyAlgorithms={algorithm}", "kex: host key algorithm: " + algorithm);

    [Theory]
    [InlineData("KexAlgorithms=diffie-hellman-group14-sha1")]
    [InlineData("KexAlgorithms=diffie-hellman-group-exchange-sha1")]
    [InlineData("MACs=hmac-sha1")]
    public async Task Weak_algorithms_are_not_offered_by_default(string option)
    {
        var client = Alice with { SshArguments = ["-o", option, "-o", "Ciphers=aes128-ctr"] };
        var result = await client.GitAsync("ls-remote", Site.UrlOf(SharedInstallation.Small));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("no matching", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Clones with one option, and finds in the client's own log that the algorithm was in use.</summary>
    private async Task CloneBigAsync(string option, string proof, params string[] moreArguments)
    {
        var client = Alice with { SshArguments = ["-v", "-o", option, .. moreArguments] };
        var copy = Fresh(option.Split('=')[0]);
        var result = await client.GitAsync("clone", "--quiet", Site.UrlOf(SharedInstallation.Big), copy);
        Assert.Contains(proof, result.MustSucceed().Error, StringComparison.Ordinal);
        Assert.Equal(GitRepository.ChecksumOf(SharedInstallation.BigContent), GitRepository.ChecksumOfWorkingCopy(copy));
        Directory.Delete(copy, recursive: true);
    }
}
