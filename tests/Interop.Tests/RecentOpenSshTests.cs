using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>OpenSSH 10 on both sides: ML-KEM before all, and an sshd that offers no finite-field Diffie-Hellman.</summary>
public sealed class RecentOpenSshTests(SharedInstallation shared) : InteropTest(shared)
{
    private const string MlKem = "mlkem768x25519-sha256";

    private static readonly GitContent _content = GitContent.OfMebibytes(8);

    /// <summary>What this generation's client can be made to offer.</summary>
    public static TheoryData<string> ClientAlgorithms =>
        [MlKem, "sntrup761x25519-sha512", .. AlgorithmMatrix.KexAlgorithms];

    /// <summary>What this generation's sshd offers by default.</summary>
    public static TheoryData<string> ServerAlgorithms =>
    [
        MlKem, "sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com", "curve25519-sha256", "curve25519-sha256@libssh.org",
        "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521",
    ];

    [Fact]
    public async Task The_client_with_its_defaults_agrees_on_mlkem_and_has_nothing_to_warn_of()
    {
        var copy = Fresh();
        var verbose = await Alice.RunAsync(RecentOpenSsh.Find("ssh"),
            [.. Alice.SshWords, "-v", "-p", $"{Alice.Endpoint.Port}", $"{Alice.Endpoint.User}@{Alice.Endpoint.Host}", "git-upload-pack '/team/absent.git'"]);
        var user = Alice with { GitSshCommand = RecentOpenSsh.SshCommandOf(Alice) };

        var clone = await user.GitAsync("clone", "--quiet", Site.UrlOf(SharedInstallation.Big), copy);

        Assert.Contains($"kex: algorithm: {MlKem}", verbose.MustExitWith(128).Error, StringComparison.Ordinal);
        Assert.Empty(clone.MustSucceed().Error);
        Assert.Equal(GitRepository.ChecksumOf(SharedInstallation.BigContent), GitRepository.ChecksumOfWorkingCopy(copy));
    }

    [Theory]
    [MemberData(nameof(ClientAlgorithms))]
    public async Task The_client_gets_in_with_key_exchange(string algorithm)
    {
        // A new key for each MiB: the later exchanges run in the midst of data.
        var user = Alice with { GitSshCommand = RecentOpenSsh.SshCommandOf(Alice, $"-oKexAlgorithms={algorithm}", "-oRekeyLimit=1M") };
        var copy = Fresh();

        (await user.GitAsync("clone", "--quiet", Site.UrlOf(SharedInstallation.Small), copy)).MustSucceed();

        Assert.Equal(GitRepository.ChecksumOf(SharedInstallation.SmallContent), GitRepository.ChecksumOfWorkingCopy(copy));
    }

    [Fact]
    public async Task A_backend_with_its_defaults_agrees_with_the_proxy_on_mlkem()
    {
        await using var site = await Installation.StartAsync(RecentOpenSsh.ServerOptions() with { LogLevel = "DEBUG1" });

        await CloneAsync(site);

        Assert.Contains($"kex: algorithm: {MlKem}", site.Backend.Log, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ServerAlgorithms))]
    public async Task A_backend_with_one_key_exchange_alone_is_cloned_from(string algorithm)
    {
        await using var site = await Installation.StartAsync(
            RecentOpenSsh.ServerOptions($"KexAlgorithms {algorithm}") with { RekeyLimit = "1M" });

        await CloneAsync(site);
    }

    private static async Task CloneAsync(Installation site)
    {
        await site.CreateGitAsync("team/app.git", _content);
        var copy = site.Files.PathOf("copy");

        var result = await site.Alice.GitAsync("clone", "--quiet", site.UrlOf("team/app.git"), copy);

        Assert.True(result.ExitCode == 0, $"{result.Describe()}\n{site.Logs}");
        Assert.Equal(GitRepository.ChecksumOf(_content), GitRepository.ChecksumOfWorkingCopy(copy));
    }
}
