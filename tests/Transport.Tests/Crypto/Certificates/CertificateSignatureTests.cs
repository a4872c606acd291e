using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Tests.Crypto.Keys;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Certificates;

/// <summary>Signatures are the certified key's, under the certificate's names.</summary>
public sealed class CertificateSignatureTests : IDisposable
{
    private readonly SshKeygen _keygen = new();
    private readonly SshPrivateKey _authority = SshPrivateKey.GenerateEd25519();

    public void Dispose()
    {
        _keygen.Dispose();
        _authority.Dispose();
    }

    public static TheoryData<string> SecurityKeys => [SecurityKeyEd25519PublicKey.Name, SecurityKeyEcdsaPublicKey.Name];

    [Theory]
    [InlineData("ed25519", "256", "ssh-ed25519")]
    [InlineData("ecdsa", "384", "ecdsa-sha2-nistp384")]
    [InlineData("rsa", "2048", "rsa-sha2-512")]
    [InlineData("rsa", "2048", "rsa-sha2-256")]
    public void The_certified_key_signs_under_the_certificates_algorithm(string type, string bits, string plain)
    {
        using var key = SshKeygenCertificates.ReadPrivate(_keygen.Generate("", "-t", type, "-b", bits));
        var certificate = new CertificateDraft { Key = key.PublicKey, Authority = _authority }.ToCertificate();
        using var certified = key.WithCertificate(certificate);
        var algorithm = CertificateName.Of(plain);
        var signature = certified.Sign(algorithm, "data"u8);

        Assert.Same(certificate, certified.PublicKey);
        Assert.True(certificate.Verify(algorithm, "data"u8, signature));
        Assert.False(certificate.Verify(algorithm, "date"u8, signature));
        Assert.True(key.PublicKey.Verify(plain, "data"u8, signature));
        // The plain name asks for the plain key, which is another question to the directory.
        Assert.False(certificate.Verify(plain, "data"u8, signature));
        Assert.False(key.PublicKey.Verify(algorithm, "data"u8, signature));
        Assert.False(certificate.Verify("ssh-rsa-cert-v01@openssh.com", "data"u8, signature));
        Assert.Throws<ArgumentException>(() => certified.Sign(plain, "data"u8));
    }

    [Fact]
    public void The_authority_does_not_sign_for_the_key()
    {
        using var key = SshPrivateKey.GenerateEd25519();
        var certificate = new CertificateDraft { Key = key.PublicKey, Authority = _authority }.ToCertificate();
        Assert.False(certificate.Verify(certificate.SignatureAlgorithms[0], "data"u8, _authority.Sign("ssh-ed25519", "data"u8)));
        Assert.Throws<SshKeyFileException>(() => _authority.WithCertificate(certificate));
    }

    [Fact]
    public void A_certified_key_leaves_the_numbers_to_the_plain_one()
    {
        using var key = SshPrivateKey.GenerateEd25519();
        var certified = key.WithCertificate(new CertificateDraft { Key = key.PublicKey, Authority = _authority }.ToCertificate());
        Assert.Equal(key.ToOpenSshFile("x").Length, certified.ToOpenSshFile("x").Length);
        certified.Dispose();
        Assert.True(key.PublicKey.Verify("ssh-ed25519", "data"u8, key.Sign("ssh-ed25519", "data"u8)));
    }

    [Theory, MemberData(nameof(SecurityKeys))]
    public void A_touch_is_needed_unless_the_certificate_says_otherwise(string type)
    {
        using var key = SoftwareAuthenticator.Create(type);
        var draft = new CertificateDraft { Key = key.PublicKey, Authority = _authority };
        var noTouch = draft with { Extensions = CertificateDraft.List("no-touch-required", "") };
        Assert.True(Holds(draft, key, SecurityKeyFlags.UserPresent));
        Assert.False(Holds(draft, key, SecurityKeyFlags.None));
        Assert.True(Holds(noTouch, key, SecurityKeyFlags.None));
        Assert.True(Holds(noTouch, key, SecurityKeyFlags.UserPresent));
    }

    [Theory, MemberData(nameof(SecurityKeys))]
    public void Verify_required_wants_a_PIN_or_a_fingerprint(string type)
    {
        using var key = SoftwareAuthenticator.Create(type);
        var verify = new CertificateDraft { Key = key.PublicKey, Authority = _authority, Options = CertificateDraft.List("verify-required", "") };
        var both = verify with { Extensions = CertificateDraft.List("no-touch-required", "") };
        Assert.True(Holds(verify, key, SecurityKeyFlags.UserPresent | SecurityKeyFlags.UserVerified));
        Assert.False(Holds(verify, key, SecurityKeyFlags.UserPresent));
        Assert.False(Holds(verify, key, SecurityKeyFlags.UserVerified));
        Assert.True(Holds(both, key, SecurityKeyFlags.UserVerified));
        Assert.False(Holds(both, key, SecurityKeyFlags.None));
    }

    [Fact]
    public void Verify_required_is_not_met_by_a_key_that_is_in_no_authenticator()
    {
        using var key = SshPrivateKey.GenerateEd25519();
        var certificate = new CertificateDraft { Key = key.PublicKey, Authority = _authority, Options = CertificateDraft.List("verify-required", "") }.ToCertificate();
        Assert.False(certificate.Verify(certificate.SignatureAlgorithms[0], "data"u8, key.Sign("ssh-ed25519", "data"u8)));
    }

    private static bool Holds(CertificateDraft draft, SoftwareAuthenticator key, SecurityKeyFlags flags)
    {
        var certificate = draft.ToCertificate();
        return certificate.Verify(certificate.SignatureAlgorithms[0], "data"u8, key.Sign("data"u8, flags, 7));
    }
}
