using System.Net;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Tests.Crypto.Keys;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Certificates;

/// <summary>What ssh-keygen makes is understood in every field, and nothing else is.</summary>
public sealed class SshCertificateTests : IDisposable
{
    private readonly SshKeygen _keygen = new();
    private readonly SshPrivateKey _authority = SshPrivateKey.GenerateEd25519();
    private readonly SshPrivateKey _key = SshPrivateKey.GenerateEd25519();

    public void Dispose()
    {
        _keygen.Dispose();
        _authority.Dispose();
        _key.Dispose();
    }

    private CertificateDraft Draft => new() { Key = _key.PublicKey, Authority = _authority };

    [Theory]
    [InlineData("ed25519", "", "ssh-ed25519-cert-v01@openssh.com", "ssh-ed25519-cert-v01@openssh.com")]
    [InlineData("ecdsa", "256", "ecdsa-sha2-nistp256-cert-v01@openssh.com", "ecdsa-sha2-nistp256-cert-v01@openssh.com")]
    [InlineData("ecdsa", "384", "ecdsa-sha2-nistp384-cert-v01@openssh.com", "ecdsa-sha2-nistp384-cert-v01@openssh.com")]
    [InlineData("ecdsa", "521", "ecdsa-sha2-nistp521-cert-v01@openssh.com", "ecdsa-sha2-nistp521-cert-v01@openssh.com")]
    [InlineData("rsa", "2048", "ssh-rsa-cert-v01@openssh.com", "rsa-sha2-512-cert-v01@openssh.com,rsa-sha2-256-cert-v01@openssh.com")]
    public void A_certificate_of_ssh_keygen_says_what_was_asked_for(string type, string bits, string name, string algorithms)
    {
        var authority = _keygen.Generate("", "-t", "ed25519");
        var file = _keygen.Generate("", bits.Length == 0 ? ["-t", type] : ["-t", type, "-b", bits]);

        var certificate = _keygen.Certify(
            authority, file, "-n", "alice,bob", "-z", "18446744073709551615", "-V", "20260101Z:20270101Z",
            "-O", "force-command=git-upload-pack 'a'", "-O", "source-address=10.0.0.0/8,192.0.2.1");

        Assert.Equal(name, certificate.KeyType);
        Assert.Equal(algorithms.Split(','), certificate.SignatureAlgorithms);
        Assert.Equal(SshKeygenCertificates.ReadPublic(file), certificate.Key);
        Assert.Equal(SshKeygenCertificates.ReadPublic(authority), certificate.Authority);
        Assert.Equal((SshCertificateType.User, "the id", ulong.MaxValue), (certificate.Type, certificate.KeyId, certificate.Serial));
        Assert.Equal(["alice", "bob"], certificate.Principals);
        Assert.Equal("git-upload-pack 'a'", certificate.ForceCommand);
        Assert.Equal(certificate.Key.Fingerprint, certificate.Fingerprint);
        Assert.Equal("", certificate.JudgeUser(At(2026, 1, 1), IPAddress.Parse("10.1.2.3")));
        Assert.Equal("it is not for use from 192.0.2.2", certificate.JudgeUser(At(2026, 6, 1), IPAddress.Parse("192.0.2.2")));
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa", "-t", "rsa-sha2-256")]
    [InlineData("rsa", "-t", "rsa-sha2-512")]
    public void Authorities_of_each_type_are_understood(string type, params string[] signatureType)
    {
        var authority = _keygen.Generate("", "-t", type);
        var certificate = _keygen.Certify(authority, _keygen.Generate("", "-t", "ed25519"), ["-n", "alice", .. signatureType]);
        Assert.Equal(SshKeygenCertificates.ReadPublic(authority), certificate.Authority);
    }

    [Fact]
    public void An_authority_that_signed_with_SHA1_is_refused()
    {
        using var authority = SshKeygenCertificates.ReadPrivate(_keygen.Generate("", "-t", "rsa", "-b", "2048"));
        var good = Draft with { Authority = authority };
        Assert.Equal(authority.PublicKey, good.ToCertificate().Authority);
        // The same signature under SHA-1's name, and a true one of SHA-1.
        var renamed = good with { Signer = data => Sluice.Transport.Crypto.Keys.SignatureBlob.Write("ssh-rsa", new byte[256]) };
        Assert.Equal("The certificate's signature does not hold.", renamed.Fault());
        var file = _keygen.Generate("", "-t", "rsa", "-b", "2048");
        var subject = _keygen.Generate("", "-t", "ed25519");
        _keygen.Run("-q", "-s", file, "-t", "ssh-rsa", "-I", "x", "-n", "alice", subject + ".pub");
        Assert.False(SshCertificate.TryParseLine(File.ReadAllText(subject + "-cert.pub"), out _, out var fault));
        Assert.Equal("The certificate's signature does not hold.", fault);
    }

    [Fact]
    public void Every_truncation_and_trailing_byte_is_refused()
    {
        var blob = Draft.ToBlob();
        for (var length = 0; length < blob.Length; length++) Refused(blob.AsSpan(0, length));
        Refused([.. blob, 0]);
        Assert.True(SshCertificate.TryParse(blob, out _, out _));
    }

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        var blob = Draft.ToBlob();
        for (var bit = 0; bit < 8 * blob.Length; bit++)
        {
            blob[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(blob);
            blob[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_certified_authority_is_refused() =>
        Assert.Contains("not supported", (Draft with { AuthorityBlob = Draft.ToBlob() }).Fault(), StringComparison.Ordinal);

    [Fact]
    public void A_certificate_is_no_public_key_and_a_public_key_no_certificate()
    {
        Assert.False(SshPublicKey.TryParse(Draft.ToBlob(), out _, out _));
        Refused(_key.PublicKey.Blob.ToArray());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(3u)]
    [InlineData(uint.MaxValue)]
    public void An_unknown_type_is_refused(uint type) => (Draft with { Type = type }).Fault();

    [Fact]
    public void Malformed_lists_are_refused_although_they_are_signed()
    {
        (Draft with { KeyId = [0xff] }).Fault();
        (Draft with { Principals = [.. CertificateDraft.List("alice"), 0] }).Fault();
        (Draft with { Principals = CertificateDraft.List("alice", "") }).Fault();
        (Draft with { Principals = CertificateDraft.List("al\0ice") }).Fault();
        (Draft with { Principals = CertificateDraft.List([.. Enumerable.Repeat("a", CertificateBlob.MaxPrincipals + 1)]) }).Fault();
        (Draft with { Options = [1] }).Fault();
        (Draft with { Options = CertificateDraft.List("verify-required") }).Fault();
        (Draft with { Options = CertificateDraft.List("verify-required", "x") }).Fault();
        (Draft with { Options = CertificateDraft.List("force-command", "not a string within a string") }).Fault();
        (Draft with { Extensions = CertificateDraft.List("no-touch-required", "x") }).Fault();
        (Draft with { Extensions = [.. CertificateDraft.List("permit-pty"), 0, 0, 0] }).Fault();
        Assert.Equal(CertificateBlob.MaxPrincipals, (Draft with
        {
            Principals = CertificateDraft.List([.. Enumerable.Repeat("a", CertificateBlob.MaxPrincipals)]),
        }).ToCertificate().Principals.Count);
    }

    [Fact]
    public void Options_out_of_order_or_twice_are_refused()
    {
        var force = CertificateDraft.Option("force-command", "x");
        var source = CertificateDraft.Option("source-address", "10.0.0.1");
        Assert.Equal("x", (Draft with { Options = [.. force, .. source] }).ToCertificate().ForceCommand);
        (Draft with { Options = [.. source, .. force] }).Fault();
        (Draft with { Options = [.. force, .. force] }).Fault();
        (Draft with { Extensions = CertificateDraft.List("permit-pty", "", "permit-agent-forwarding", "") }).Fault();
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.1")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/8,")]
    [InlineData("example.org")]
    [InlineData("10.0.0.*")]
    public void A_source_address_that_is_none_is_refused(string written) =>
        (Draft with { Options = CertificateDraft.Option("source-address", written) }).Fault();

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "2001:db8::1", false)]
    [InlineData("2001:db8::/32,10.0.0.0/8", "2001:db8:1::1", true)]
    [InlineData("2001:db8::/32,10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("2001:db8::1", "2001:db8::2", false)]
    public void The_source_address_restricts_where_a_user_comes_from(string written, string from, bool expected)
    {
        var certificate = (Draft with { Options = CertificateDraft.Option("source-address", written) }).ToCertificate();
        Assert.Equal(expected, certificate.JudgeUser(DateTimeOffset.UnixEpoch, IPAddress.Parse(from)).Length == 0);
    }

    [Fact]
    public void An_unknown_critical_option_is_read_but_lets_nobody_in()
    {
        var certificate = (Draft with { Options = CertificateDraft.List("only-on-sundays", "") }).ToCertificate();
        Assert.Equal("its critical option only-on-sundays is not known", certificate.JudgeUser(DateTimeOffset.UnixEpoch, IPAddress.Loopback));
        var odd = (Draft with { Options = CertificateDraft.List("a\nb", "") }).ToCertificate();
        Assert.DoesNotContain('\n', odd.JudgeUser(DateTimeOffset.UnixEpoch, IPAddress.Loopback));
    }

    [Fact]
    public void Unknown_extensions_are_passed_over() =>
        Assert.Equal("", (Draft with { Extensions = CertificateDraft.List("login@github.com", "alice", "permit-pty", "") })
            .ToCertificate().JudgeUser(DateTimeOffset.UnixEpoch, IPAddress.Loopback));

    [Theory]
    [InlineData(999, "it is not valid yet")]
    [InlineData(1000, "")]
    [InlineData(1999, "")]
    [InlineData(2000, "it has expired")]
    public void Validity_begins_with_its_first_second_and_ends_before_its_last(long now, string expected)
    {
        var certificate = (Draft with { ValidAfter = 1000, ValidBefore = 2000 }).ToCertificate();
        Assert.Equal(expected, certificate.JudgeUser(DateTimeOffset.FromUnixTimeSeconds(now), IPAddress.Loopback));
    }

    [Fact]
    public void Users_and_hosts_are_told_apart()
    {
        var host = (Draft with { Type = (uint)SshCertificateType.Host, Principals = CertificateDraft.List("git.example.org") }).ToCertificate();
        Assert.Equal("it is a host's certificate", host.JudgeUser(DateTimeOffset.UnixEpoch, IPAddress.Loopback));
        Assert.Equal("", host.JudgeHost(DateTimeOffset.UnixEpoch, "GIT.example.org"));
        Assert.Equal("it is a user's certificate", Draft.ToCertificate().JudgeHost(DateTimeOffset.UnixEpoch, "alice"));
    }

    [Fact]
    public void Lines_name_their_certificates_type()
    {
        var blob = Convert.ToBase64String(Draft.ToBlob());
        Assert.True(SshCertificate.TryParseLine($"ssh-ed25519-cert-v01@openssh.com {blob} a comment\n", out var certificate, out _));
        Assert.Equal(_key.PublicKey, certificate.Key);
        Assert.False(SshCertificate.TryParseLine($"ssh-ed25519 {blob}", out certificate, out var fault));
        Assert.Null(certificate);
        Assert.Contains("another type", fault, StringComparison.Ordinal);
        Assert.False(SshCertificate.TryParseLine("ssh-ed25519-cert-v01@openssh.com !!!", out _, out _));
    }

    private static void Refused(ReadOnlySpan<byte> blob)
    {
        Assert.False(SshCertificate.TryParse(blob, out var certificate, out var fault));
        Assert.Null(certificate);
        Assert.EndsWith(".", fault, StringComparison.Ordinal);
    }

    private static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);
}
