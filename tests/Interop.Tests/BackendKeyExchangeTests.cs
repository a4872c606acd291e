using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>The proxy as a client of an sshd that offers one key exchange alone, which it has to renew on the way.</summary>
public sealed class BackendKeyExchangeTests
{
    private static readonly GitContent _content = GitContent.OfMebibytes(8);

    [Theory]
    [InlineData("sntrup761x25519-sha512@openssh.com")]
    public async Task Clone_from_a_backend_with_key_exchange(string algorithm)
    {
        var options = new OpenSshServerOptions { RekeyLimit = "1M", MoreLines = [$"KexAlgorithms {algorithm}"] };
        await using var site = await Installation.StartAsync(options);
        await site.CreateGitAsync("team/app.git", _content);
        var copy = site.Files.PathOf("copy");

        var result = await site.Alice.GitAsync("clone", "--quiet", site.UrlOf("team/app.git"), copy);

        Assert.True(result.ExitCode == 0, $"{result.Describe()}\n{site.Logs}");
        Assert.Equal(GitRepository.ChecksumOf(_content), GitRepository.ChecksumOfWorkingCopy(copy));
    }
}
