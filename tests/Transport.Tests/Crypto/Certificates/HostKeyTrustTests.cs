using Sluice.Transport.Crypto.Certificates;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Certificates;

public sealed class HostKeyTrustTests : IDisposable
{
    private readonly SshPrivateKey _authority = SshPrivateKey.GenerateEd25519();
    private readonly SshPrivateKey _key = SshPrivateKey.GenerateEd25519();
    private readonly FixedTime _time = new();

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    private CertificateDraft Draft => new()
    {
        Key = _key.PublicKey,
        Authority = _authority,
        Type = (uint)SshCertificateType.Host,
        Principals = CertificateDraft.List("git.example.org"),
        ValidAfter = 1000,
        ValidBefore = 2000,
    };

    private HostKeyTrust ByAuthority => new([], [_authority.PublicKey], [], "git.example.org", _time);

    [Fact]
    public void A_pinned_key_is_trusted_and_another_is_not()
    {
        var trust = HostKeyTrust.InKeys([_key.PublicKey]);
        Assert.Equal("", trust.Judge(_key.PublicKey));
        Assert.Equal("is not pinned", trust.Judge(_authority.PublicKey));
        Assert.Equal("is revoked", (trust with { Revoked = [_key.PublicKey] }).Judge(_key.PublicKey));
    }

    [Fact]
    public void A_certificate_of_an_authority_is_trusted_for_the_host_it_names()
    {
        Assert.Equal("", ByAuthority.Judge(Draft.ToCertificate()));
        Assert.Contains("it is not for other.example.org", (ByAuthority with { HostName = "other.example.org" }).Judge(Draft.ToCertificate()), StringComparison.Ordinal);
        Assert.Equal("", ByAuthority.Judge((Draft with { Principals = CertificateDraft.List("x", "*.example.org") }).ToCertificate()));
        // ssh-keygen without -n makes a certificate for all hosts, which ssh believes.
        Assert.Equal("", ByAuthority.Judge((Draft with { Principals = [] }).ToCertificate()));
        // The authority vouches for others; its own key is not a host's.
        Assert.Equal("is not pinned", ByAuthority.Judge(_authority.PublicKey));
        Assert.Equal("is not pinned", ByAuthority.Judge(_key.PublicKey));
    }

    [Fact]
    public void A_certificate_that_is_no_good_is_not_trusted()
    {
        Assert.NotEqual("", ByAuthority.Judge((Draft with { Type = (uint)SshCertificateType.User }).ToCertificate()));
        Assert.NotEqual("", ByAuthority.Judge((Draft with { Options = CertificateDraft.List("anything", "") }).ToCertificate()));
        Assert.NotEqual("", ByAuthority.Judge((Draft with { Options = CertificateDraft.Option("source-address", "127.0.0.1") }).ToCertificate()));
        _time.Seconds = 999;
        Assert.Contains("not valid yet", ByAuthority.Judge(Draft.ToCertificate()), StringComparison.Ordinal);
        _time.Seconds = 2000;
        Assert.Contains("has expired", ByAuthority.Judge(Draft.ToCertificate()), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_revoked_is_not_trusted()
    {
        Assert.NotEqual("", (ByAuthority with { Revoked = [_authority.PublicKey] }).Judge(Draft.ToCertificate()));
        Assert.NotEqual("", (ByAuthority with { Revoked = [_key.PublicKey] }).Judge(Draft.ToCertificate()));
    }

    [Fact]
    public void A_strangers_certificate_does_not_hide_a_pinned_key()
    {
        Assert.Equal("", HostKeyTrust.InKeys([_key.PublicKey]).Judge(Draft.ToCertificate()));
        Assert.Contains("no authority", HostKeyTrust.InKeys([_authority.PublicKey]).Judge(Draft.ToCertificate()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_authority_may_certify_keys_of_every_type()
    {
        Assert.True(ByAuthority.CanUse("rsa-sha2-512-cert-v01@openssh.com"));
        Assert.False(ByAuthority.CanUse("ssh-ed25519"));
        Assert.True(HostKeyTrust.InKeys([_key.PublicKey]).CanUse("ssh-ed25519"));
        Assert.False(HostKeyTrust.InKeys([_key.PublicKey]).CanUse("ssh-ed25519-cert-v01@openssh.com"));
    }

    [Theory]
    [InlineData("git.example.org", "git.example.org", true)]
    [InlineData("GIT.example.org", "git.Example.org", true)]
    [InlineData("*", "anything", true)]
    [InlineData("*.example.org", "a.b.example.org", true)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("git?.example.org", "git1.example.org", true)]
    [InlineData("git?.example.org", "git.example.org", false)]
    [InlineData("a*b*c", "aXbXbXc", true)]
    [InlineData("a*b*c", "aXcXb", false)]
    [InlineData("", "", true)]
    [InlineData("", "x", false)]
    public void Patterns_match_host_names(string pattern, string name, bool expected) => Assert.Equal(expected, HostPattern.IsMatch(pattern, name));

    private sealed class FixedTime : TimeProvider
    {
        public long Seconds { get; set; } = 1000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Seconds);
    }
}
