using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>A real sshd with a host certificate as the backend, known by its authority alone.</summary>
public sealed class CertifiedBackendTests : IDisposable
{
    private const string Repository = "team/certified.git";

    private readonly TemporaryFolder _files = new("backend");

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_backend_is_believed_whose_authority_is_known()
    {
        await using var site = await StartAsync("127.0.0.1", isRevoked: false);

        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();
    }

    [Theory]
    [InlineData("elsewhere.example.org", false)]
    [InlineData("127.0.0.1", true)]
    public async Task A_backend_is_not_believed_that_has_another_name_or_a_revoked_key(string principal, bool isRevoked)
    {
        await using var site = await StartAsync(principal, isRevoked);

        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustExitWith(128);

        var line = await site.Proxy.AccessLineAsync(access => access["repository"] == Repository);
        Assert.Equal("HostKeyUnknown", line["reason"]);
    }

    private async Task<Installation> StartAsync(string principal, bool isRevoked)
    {
        var authority = await SshKeyPair.GenerateAsync(_files.PathOf("authority"));
        var key = await SshKeyPair.GenerateAsync(_files.PathOf("host"), "ecdsa", 384);
        var other = await SshKeyPair.GenerateAsync(_files.PathOf("other"));
        await CertifiedClient.SignAsync(authority.PrivateKeyFile, key, ["-h", "-n", principal]);
        var options = new OpenSshServerOptions { MoreLines = [$"HostKey {key.PrivateKeyFile}", $"HostCertificate {key.PrivateKeyFile}-cert.pub"] };
        var revoked = isRevoked ? key : other;
        var site = await Installation.StartAsync(options, installation =>
        {
            installation.Folder.Files.Write("known_hosts.main", $"@cert-authority [127.0.0.1]:* {authority.TypeAndBase64}\n@revoked * {revoked.TypeAndBase64}\n");
            return Task.CompletedTask;
        });
        await site.CreateGitAsync(Repository, GitContent.Small);
        return site;
    }
}
