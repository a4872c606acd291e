using Sluice.Proxy.Options;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Options;

/// <summary>HostCertificate, TrustedUserCAKeys, RevokedKeys, PubkeyAcceptedAlgorithms and RequiredRSASize.</summary>
public sealed class CertificateOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CertificateAuthority _authority = new();
    private readonly SshPublicKey _hostKey;

    public CertificateOptionsTests()
    {
        using var hostKey = SshPrivateKey.GenerateEd25519();
        using var identity = SshPrivateKey.GenerateEd25519();
        _hostKey = hostKey.PublicKey;
        _folder.Write("host_key", hostKey.ToOpenSshFile("host"));
        _folder.Write("id", identity.ToOpenSshFile("id"));
        _folder.Write("known_hosts", $"[127.0.0.1]:2200 {TestKeys.PublicLine(TestKeys.New())}\n");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "keys"));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void A_host_certificate_is_shown_beside_its_key()
    {
        var file = _authority.Certify(_hostKey, "-h", "-n", "git.example.org").File;
        var keys = Model($"\"HostCertificate\": \"{file}\"").Server.HostKeys;
        Assert.Equal(["ssh-ed25519", "ssh-ed25519-cert-v01@openssh.com"], keys.Select(key => key.PublicKey.KeyType));
        Assert.Equal(_hostKey, Assert.IsType<SshCertificate>(keys[1].PublicKey).Key);
    }

    [Fact]
    public void A_host_certificate_that_fits_no_host_key_is_a_fault()
    {
        Assert.Contains("none of the host keys", HostCertificateFault(_authority.Certify("-h", "-n", "x").File), StringComparison.Ordinal);
        Assert.Contains("user's certificate", HostCertificateFault(_authority.Certify(_hostKey, "-n", "x").File), StringComparison.Ordinal);
        Assert.Contains("not a certificate", HostCertificateFault(_authority.KeyFile), StringComparison.Ordinal);
        Assert.Contains("There is no file", HostCertificateFault("nowhere"), StringComparison.Ordinal);
        var file = _authority.Certify(_hostKey, "-h", "-n", "x").File;
        var fault = Assert.Single(Faults($"\"HostCertificate\": [\"{file}\", \"{file}\"]"));
        Assert.Equal("Sluice:HostCertificate:1", fault.Key);
        Assert.Contains("second certificate", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_about_users_are_named_by_full_path()
    {
        _folder.Write("authorities", File.ReadAllText(_authority.PublicFile));
        _folder.Write("revoked", "");
        var keys = Model("\"TrustedUserCAKeys\": \"authorities\", \"RevokedKeys\": \"revoked\"").Keys;
        Assert.Equal((Path.Combine(_folder.Root, "authorities"), Path.Combine(_folder.Root, "revoked")), (keys.TrustedUserCAKeys, keys.RevokedKeys));
        var without = Model("").Keys;
        Assert.Equal((null, null), (without.TrustedUserCAKeys, without.RevokedKeys));
    }

    [Theory]
    [InlineData("TrustedUserCAKeys")]
    [InlineData("RevokedKeys")]
    public void A_file_about_users_that_cannot_be_used_is_a_fault(string key)
    {
        var missing = Assert.Single(Faults($"\"{key}\": \"nowhere\""));
        Assert.Equal($"Sluice:{key}", missing.Key);
        Assert.StartsWith("There is no file", missing.Sentence, StringComparison.Ordinal);
        _folder.Write("wrong", "# fine\nthis is no key\n");
        var wrong = Assert.Single(Faults($"\"{key}\": \"wrong\""));
        Assert.Equal($"Sluice:{key}", wrong.Key);
        Assert.Contains("ine 2", wrong.Sentence, StringComparison.Ordinal);
        _folder.Write("open", "", (UnixFileMode)0b110_110_110);
        Assert.Contains("chmod o-w", Assert.Single(Faults($"\"{key}\": \"open\"")).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_is_no_authority()
    {
        var fault = Assert.Single(Faults($"\"TrustedUserCAKeys\": \"{_authority.Certify("-n", "x").File}\""));
        Assert.Equal("Sluice:TrustedUserCAKeys", fault.Key);
    }

    [Fact]
    public void Key_rules_reach_the_server()
    {
        var server = Model("\"PubkeyAcceptedAlgorithms\": \"-rsa-sha2-256\", \"RequiredRSASize\": 3072").Server;
        Assert.Equal(("-rsa-sha2-256", 3072), (server.Algorithms.PubkeyAcceptedAlgorithms, server.RequiredRSASize));
        Assert.Equal(2048, Model("").Server.RequiredRSASize);
        Assert.Equal("Sluice:RequiredRSASize", Assert.Single(Faults("\"RequiredRSASize\": 1024")).Key);
        var unknown = Assert.Single(Faults("\"PubkeyAcceptedAlgorithms\": \"ssh-dss\""), fault => fault.Sentence.Contains("ssh-dss", StringComparison.Ordinal));
        Assert.Equal("Sluice:PubkeyAcceptedAlgorithms", unknown.Key);
    }

    [Fact]
    public void A_backend_may_be_known_by_an_authority_alone()
    {
        var revoked = TestKeys.New();
        _folder.Write("known_hosts", $"@cert-authority [127.0.0.1]:* {TestKeys.PublicLine(_authority.Authority)}\n@revoked * {TestKeys.PublicLine(revoked)}\n");
        var ssh = Model("").Backends["main"].Ssh;
        Assert.Empty(ssh.HostKeys);
        Assert.Equal(_authority.Authority, Assert.Single(ssh.HostKeyAuthorities));
        Assert.Equal(revoked, Assert.Single(ssh.RevokedHostKeys));
    }

    private string HostCertificateFault(string file)
    {
        var fault = Assert.Single(Faults($"\"HostCertificate\": \"{file}\""));
        Assert.Equal("Sluice:HostCertificate:0", fault.Key);
        return fault.Sentence;
    }

    private SluiceModel Model(string more)
    {
        var result = Load(more);
        Assert.True(result.Model is not null, string.Join('\n', result.Faults));
        return result.Model;
    }

    private IReadOnlyList<Fault> Faults(string more)
    {
        var result = Load(more);
        Assert.Null(result.Model);
        return result.Faults;
    }

    private ConfigurationResult Load(string more) => ConfigurationLoader.Load(_folder.Write("sluice.json", $$"""
        { "Sluice": {
            "HostKey": "host_key",
            "Backends": { "main": { "Address": "127.0.0.1:2200", "IdentityFile": "id", "KnownHosts": "known_hosts" }, },
            "Routes": [ { "Repository": "**", "Backend": "main" }, ],
            {{more}}
        } }
        """));
}
