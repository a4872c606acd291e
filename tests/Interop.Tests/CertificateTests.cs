using System.Text.Json;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>The real OpenSSH client with user certificates that the real ssh-keygen signed, and with host certificates.</summary>
public sealed class CertificateTests(CertifiedInstallation certified) : IClassFixture<CertifiedInstallation>
{
    private const string Denied = "Permission denied (publickey)";

    [Theory]
    [InlineData("ed25519", null, "ssh-ed25519-cert-v01@openssh.com")]
    [InlineData("ecdsa", 256, "ecdsa-sha2-nistp256-cert-v01@openssh.com")]
    [InlineData("ecdsa", 384, "ecdsa-sha2-nistp384-cert-v01@openssh.com")]
    [InlineData("ecdsa", 521, "ecdsa-sha2-nistp521-cert-v01@openssh.com")]
    [InlineData("rsa", 2048, "rsa-sha2-256-cert-v01@openssh.com")]
    [InlineData("rsa", 3072, "rsa-sha2-512-cert-v01@openssh.com")]
    public async Task A_certificate_of_each_type_lets_its_principal_in(string type, int? bits, string algorithm)
    {
        var client = await certified.ClientAsync(type, bits, "-n", "carol");

        var result = await CertifiedInstallation.ListAsync(client, $"PubkeyAcceptedAlgorithms={algorithm}");

        Assert.Contains("refs/heads/main", result.MustSucceed().Output, StringComparison.Ordinal);
        var line = await certified.Site.Proxy.AccessLineAsync(access => access["key_fingerprint"] == client.Fingerprint);
        Assert.Equal("carol", line["user"]);
    }

    [Fact]
    public async Task The_log_names_key_certificate_and_authority_in_the_phrase_of_sshd()
    {
        var client = await certified.ClientAsync("ed25519", null, "-n", "carol", "-z", "99");

        (await CertifiedInstallation.ListAsync(client)).MustSucceed();

        var authority = await certified.Authority.FingerprintAsync();
        var expected = $"ssh2: ED25519-CERT {client.Fingerprint} ID the id (serial 99) CA ED25519 {authority}";
        Assert.Contains(certified.Site.Proxy.LogLines, line => Message(line).EndsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ecdsa", null)]
    [InlineData("rsa", "rsa-sha2-256")]
    [InlineData("rsa", "rsa-sha2-512")]
    public async Task Authorities_of_other_types_are_trusted_too(string authority, string? signature)
    {
        var client = await certified.ClientAsync("ed25519", null, ["-n", "carol", .. signature is null ? Array.Empty<string>() : ["-t", signature]], authority: authority);

        (await CertifiedInstallation.ListAsync(client)).MustSucceed();
    }

    [Fact]
    public async Task An_authority_that_signs_with_SHA1_is_not_believed() =>
        await RefusedAsync(await certified.ClientAsync("ed25519", null, ["-n", "carol", "-t", "ssh-rsa"], authority: "rsa"), "CASignatureAlgorithms=+ssh-rsa");

    [Theory]
    [InlineData("-n", "carol", "-V", "20200101:20200201")]
    [InlineData("-n", "carol", "-V", "20990101:20990201")]
    [InlineData("-n", "carol", "-h")]
    [InlineData("-n", "carol,dave")]
    [InlineData("-n", "git")]
    [InlineData("-n", "carol", "-O", "source-address=192.0.2.0/24")]
    [InlineData("-n", "carol", "-O", "critical:weekdays@example.org=all")]
    [InlineData]
    public async Task A_certificate_that_is_no_good_is_denied(params string[] options) =>
        await RefusedAsync(await certified.ClientAsync("ed25519", null, options));

    [Fact]
    public async Task A_certificate_of_a_stranger_is_denied() =>
        await RefusedAsync(await certified.ClientAsync("ed25519", null, ["-n", "carol"], authority: "stranger"));

    [Fact]
    public async Task A_certificate_for_this_network_is_accepted() =>
        (await CertifiedInstallation.ListAsync(await certified.ClientAsync("ed25519", null, "-n", "carol", "-O", "source-address=127.0.0.0/8"))).MustSucceed();

    [Fact]
    public async Task Somebody_else_may_not_log_in_by_name()
    {
        var client = await certified.ClientAsync("ed25519", null, "-n", "carol,dave");

        (await CertifiedInstallation.ListAsync(client.As("dave"))).MustSucceed();
        await RefusedAsync(client.As("erin"));
    }

    [Theory]
    [InlineData("4711", "fine", false)]
    [InlineData("4712", "fine", true)]
    [InlineData("5005", "fine", false)]
    [InlineData("0", "stolen laptop", false)]
    public async Task A_KRL_revokes_by_serial_range_and_key_id(string serial, string id, bool letIn)
    {
        var client = await certified.ClientAsync("ed25519", null, ["-n", "carol", "-z", serial, "-I", id]);

        if (letIn)
            (await CertifiedInstallation.ListAsync(client)).MustSucceed();
        else
            await RefusedAsync(client);
    }

    [Fact]
    public async Task A_list_of_revoked_keys_is_taken_up_while_the_proxy_runs()
    {
        await using var site = await Installation.StartAsync(adjust: CertifiedInstallation.TrustAsync);
        await site.CreateGitAsync(CertifiedInstallation.Repository, GitContent.Small);
        var client = await CertifiedClient.CreateAsync(site, "ed25519", null, ["-n", "carol"], "authority-ed25519");
        (await client.Ssh.GitAsync("ls-remote", site.UrlOf(CertifiedInstallation.Repository))).MustSucceed();

        File.WriteAllText(site.Files.PathOf("revoked"), client.Key.PublicKeyLine + "\n");

        for (var attempt = 0; ; attempt++)
        {
            var result = await client.Ssh.GitAsync("ls-remote", site.UrlOf(CertifiedInstallation.Repository));
            if (result.ExitCode != 0)
            {
                Assert.Contains(Denied, result.Error, StringComparison.Ordinal);
                break;
            }
            Assert.True(attempt < 40, $"After ten seconds the revoked key is still let in.\n{site.Proxy.Log}");
            await Task.Delay(250);
        }
        (await site.Alice.GitAsync("ls-remote", site.UrlOf(CertifiedInstallation.Repository))).MustSucceed();
    }

    [Fact]
    public async Task A_forced_command_replaces_what_the_client_asks_for()
    {
        var client = await certified.ClientAsync("ed25519", null, "-n", "carol", "-O", $"force-command=git-upload-pack '{Installation.PathOf(CertifiedInstallation.Repository)}'");

        // Another repository is asked for, and the one of the certificate is what comes.
        var result = await client.Ssh.GitAsync("ls-remote", certified.Site.UrlOf("team/there-is-no-such.git"));

        Assert.Contains("refs/heads/main", result.MustSucceed().Output, StringComparison.Ordinal);
        var line = await certified.Site.Proxy.AccessLineAsync(access => access["key_fingerprint"] == client.Fingerprint);
        Assert.Equal(CertifiedInstallation.Repository, line["repository"]);
    }

    [Fact]
    public async Task A_forced_command_that_is_no_hosting_command_is_refused()
    {
        var client = await certified.ClientAsync("ed25519", null, "-n", "carol", "-O", "force-command=rm -rf /");

        (await client.Ssh.GitAsync("ls-remote", certified.Site.UrlOf(CertifiedInstallation.Repository))).MustExitWith(128);
    }

    [Theory]
    [InlineData("ssh-ed25519-cert-v01@openssh.com")]
    [InlineData("ecdsa-sha2-nistp256-cert-v01@openssh.com")]
    [InlineData("ecdsa-sha2-nistp384-cert-v01@openssh.com")]
    [InlineData("ecdsa-sha2-nistp521-cert-v01@openssh.com")]
    [InlineData("rsa-sha2-256-cert-v01@openssh.com")]
    [InlineData("rsa-sha2-512-cert-v01@openssh.com")]
    public async Task A_host_certificate_of_each_type_is_believed_by_who_knows_the_authority(string algorithm)
    {
        var client = certified.WithKnownHosts($"@cert-authority * {certified.Authority.TypeAndBase64}\n");

        var result = await client.With($"HostKeyAlgorithms={algorithm}").SshAsync();

        Assert.Contains("alice", result.MustExitWith(1).Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_knows_the_authority_gets_in_with_its_defaults()
    {
        var client = certified.WithKnownHosts($"@cert-authority [127.0.0.1]:* {certified.Authority.TypeAndBase64}\n");

        (await client.Ssh.GitAsync("ls-remote", certified.Site.UrlOf(CertifiedInstallation.Repository))).MustSucceed();
        (await certified.Site.Alice.GitAsync("ls-remote", certified.Site.UrlOf(CertifiedInstallation.Repository))).MustSucceed();
    }

    [Theory]
    [InlineData("ecdsa-sha2-nistp384")]
    [InlineData("ecdsa-sha2-nistp521")]
    public async Task Host_keys_of_the_larger_curves_are_shown(string algorithm)
    {
        var known = $"[127.0.0.1]:{certified.Site.Proxy.Endpoint.Port} {certified.HostKey(algorithm).TypeAndBase64}\n";

        var result = await certified.WithKnownHosts(known).With($"HostKeyAlgorithms={algorithm}").SshAsync();

        Assert.Contains("alice", result.MustExitWith(1).Output + result.Error, StringComparison.Ordinal);
    }

    private static string Message(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("message").GetString()!;
    }

    private static async Task RefusedAsync(CertifiedClient client, params string[] options) =>
        Assert.Contains(Denied, (await CertifiedInstallation.ListAsync(client, options)).MustExitWith(128).Error, StringComparison.Ordinal);
}
