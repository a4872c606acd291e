using System.Text;
using Sluice.Transport.Authentication;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Tests.Crypto.Certificates;
using Sluice.Transport.Tests.Crypto.Keys;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;
using Xunit;

namespace Sluice.Transport.Tests.Authentication;

/// <summary>Requests in, actions out: which key or certificate is asked about, and which signed.</summary>
public sealed class AuthenticationServerTests : IDisposable
{
    private static readonly byte[] _sessionId = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly SshPrivateKey _authority = SshPrivateKey.GenerateEd25519();
    private readonly SshPrivateKey _key = SshPrivateKey.GenerateEd25519();

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    private SshPrivateKey Certified => _key.WithCertificate(new CertificateDraft { Key = _key.PublicKey, Authority = _authority }.ToCertificate());

    [Fact]
    public void A_certificate_is_asked_about_and_then_signed_for()
    {
        var server = new AuthenticationServer(_sessionId, 6);
        Assert.Equal(AuthAction.LookUp, server.OnRequest(Question("git", Certified)));
        Assert.Equal(AuthAction.Encourage, server.Decide(known: true));
        Assert.Equal("ssh-ed25519-cert-v01@openssh.com", server.Algorithm);
        Assert.Equal(AuthAction.LookUp, server.OnRequest(Signed("git", Certified)));
        Assert.Equal(AuthAction.Accept, server.Decide(known: true));
        Assert.Equal(_key.PublicKey, Assert.IsType<SshCertificate>(server.Key).Key);
    }

    [Fact]
    public void A_certificate_in_the_plain_keys_name_is_refused()
    {
        var server = new AuthenticationServer(_sessionId, 6);
        Assert.Equal(AuthAction.Refuse, server.OnRequest(Question("git", Certified, algorithm: "ssh-ed25519")));
        Assert.Equal(AuthAction.Refuse, server.OnRequest(Question("git", _key, algorithm: "ssh-ed25519-cert-v01@openssh.com")));
        Assert.Null(server.Key);
    }

    [Fact]
    public void Another_keys_signature_for_a_certificate_is_refused()
    {
        var server = new AuthenticationServer(_sessionId, 6);
        Assert.Equal(AuthAction.Refuse, server.OnRequest(Signed("git", Certified, signer: _authority)));
        Assert.Null(server.Key);
    }

    [Fact]
    public void A_signature_over_another_session_or_for_the_plain_key_is_refused()
    {
        var server = new AuthenticationServer(_sessionId, 6);
        Assert.Equal(AuthAction.Refuse, server.OnRequest(Signed("git", Certified, sessionId: new byte[32])));
        var forPlain = UserAuthRequestMessage.WriteSignedPart("git", "ssh-ed25519", _key.PublicKey.Blob.Span);
        Assert.Equal(AuthAction.Refuse, server.OnRequest(Signed("git", Certified, signedInstead: forPlain)));
    }

    [Fact]
    public void A_malformed_certificate_is_refused_like_an_unknown_key()
    {
        var server = new AuthenticationServer(_sessionId, 6);
        var blob = Certified.PublicKey.Blob.ToArray();
        blob[^1] ^= 1;
        Assert.Equal(AuthAction.Refuse, server.OnRequest(Request("git", "ssh-ed25519-cert-v01@openssh.com", blob, [])));
    }

    [Theory]
    [InlineData("alice", true)]
    [InlineData("nobody", false)]
    public void Known_and_unknown_users_and_keys_are_refused_in_the_same_shape(string user, bool known)
    {
        // The machine asks the directory in each case, and says nothing else whatever the directory knows.
        foreach (var key in new[] { _key, Certified })
        {
            var server = new AuthenticationServer(_sessionId, 6);
            Assert.Equal(AuthAction.LookUp, server.OnRequest(Question(user, key)));
            Assert.Equal(known ? AuthAction.Encourage : AuthAction.Refuse, server.Decide(known));
            Assert.Equal(AuthAction.LookUp, server.OnRequest(Signed(user, key)));
            Assert.Equal(known ? AuthAction.Accept : AuthAction.Refuse, server.Decide(known));
            // A wrong signature is refused before anybody is asked.
            Assert.Equal(AuthAction.Refuse, server.OnRequest(Signed(user, key, signer: _authority)));
        }
    }

    [Fact]
    public void Each_certificate_that_signs_counts_as_a_key_that_is_tried()
    {
        var server = new AuthenticationServer(_sessionId, 2);
        for (var serial = 1UL; serial <= 3; serial++)
        {
            var action = server.OnRequest(Signed("git", CertifiedBy(serial)));
            Assert.Equal(serial <= 2 ? AuthAction.LookUp : AuthAction.Fail, action);
            if (serial <= 2) Assert.Equal(AuthAction.Refuse, server.Decide(known: false));
            // The same one again is no other try.
            if (serial <= 2) Assert.Equal(AuthAction.LookUp, server.OnRequest(Signed("git", CertifiedBy(1))));
        }
        Assert.Equal(EndReason.AuthRefused, server.End!.Reason);
    }

    [Fact]
    public void The_identity_is_the_key_that_signed_whatever_was_asked_about()
    {
        var server = new AuthenticationServer(_sessionId, 6);
        Assert.Equal(AuthAction.LookUp, server.OnRequest(Question("git", _authority)));
        Assert.Equal(AuthAction.Encourage, server.Decide(known: true));
        Assert.Equal(AuthAction.LookUp, server.OnRequest(Signed("git", _key)));
        Assert.Equal(AuthAction.Accept, server.Decide(known: true));
        Assert.Equal(_key.PublicKey, server.Key);
    }

    [Fact]
    public void A_key_that_another_signed_for_is_refused_and_a_question_after_it_is_only_a_question()
    {
        var server = new AuthenticationServer(_sessionId, 6);
        Assert.Equal(AuthAction.Refuse, server.OnRequest(Signed("git", _authority, signer: _key)));
        Assert.Null(server.Key);
        Assert.Equal(AuthAction.LookUp, server.OnRequest(Question("git", _authority)));
        Assert.Equal(AuthAction.Encourage, server.Decide(known: true));
    }

    [Fact]
    public void Keys_that_are_only_asked_about_are_no_tries()
    {
        var server = new AuthenticationServer(_sessionId, 2);
        for (var serial = 1UL; serial <= 20; serial++)
        {
            Assert.Equal(AuthAction.LookUp, server.OnRequest(Question("git", CertifiedBy(serial))));
            Assert.Equal(AuthAction.Refuse, server.Decide(known: false));
        }
        Assert.Equal(AuthAction.LookUp, server.OnRequest(Signed("git", _key)));
        Assert.Equal(AuthAction.Accept, server.Decide(known: true));
    }

    [Fact]
    public void PubkeyAcceptedAlgorithms_narrow_what_may_be_tried()
    {
        var rules = UserKeyRules.Default with { Algorithms = ["ssh-ed25519-cert-v01@openssh.com"] };
        var server = new AuthenticationServer(_sessionId, 6, rules);
        Assert.Equal(AuthAction.LookUp, server.OnRequest(Question("git", Certified)));
        Assert.Equal(AuthAction.Refuse, server.OnRequest(Signed("git", _key)));
    }

    [Fact]
    public void RequiredRSASize_holds_for_keys_certified_keys_and_authorities()
    {
        using var keygen = new SshKeygen();
        using var rsa = SshKeygenCertificates.ReadPrivate(keygen.Generate("", "-t", "rsa", "-b", "2048"));
        var rules = UserKeyRules.Default with { RequiredRsaSize = 3072 };
        var certified = rsa.WithCertificate(new CertificateDraft { Key = rsa.PublicKey, Authority = _authority }.ToCertificate());
        var byRsa = _key.WithCertificate(new CertificateDraft { Key = _key.PublicKey, Authority = rsa }.ToCertificate());
        foreach (var key in new[] { rsa, certified, byRsa })
        {
            Assert.Equal(AuthAction.LookUp, new AuthenticationServer(_sessionId, 6).OnRequest(Signed("git", key)));
            Assert.Equal(AuthAction.Refuse, new AuthenticationServer(_sessionId, 6, rules).OnRequest(Signed("git", key)));
        }
        Assert.True(rules.Accept(_key.PublicKey, "ssh-ed25519"));
    }

    [Fact]
    public void The_list_of_signature_algorithms_follows_what_is_accepted()
    {
        Assert.Equal(
            "ssh-ed25519,sk-ssh-ed25519@openssh.com,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,sk-ecdsa-sha2-nistp256@openssh.com,rsa-sha2-512,rsa-sha2-256",
            KeyAlgorithms.ServerSigAlgs(KeyAlgorithms.UserKeys));
        Assert.Equal("ssh-ed25519,rsa-sha2-256", KeyAlgorithms.ServerSigAlgs(["rsa-sha2-256-cert-v01@openssh.com", "ssh-ed25519"]));
    }

    private SshPrivateKey CertifiedBy(ulong serial) =>
        _key.WithCertificate(new CertificateDraft { Key = _key.PublicKey, Authority = _authority, Serial = serial }.ToCertificate());

    private static byte[] Question(string user, SshPrivateKey key, string? algorithm = null) =>
        Request(user, algorithm ?? key.PublicKey.SignatureAlgorithms[0], key.PublicKey.Blob.Span, null);

    private static byte[] Signed(string user, SshPrivateKey key, SshPrivateKey? signer = null, byte[]? sessionId = null, byte[]? signedInstead = null)
    {
        var algorithm = key.PublicKey.SignatureAlgorithms[0];
        var part = UserAuthRequestMessage.WriteSignedPart(user, algorithm, key.PublicKey.Blob.Span);
        byte[] data = [.. CertificateDraft.List(""), .. sessionId ?? _sessionId, .. signedInstead ?? part];
        data[3] = 32;
        var signature = signer is null ? key.Sign(algorithm, data) : signer.Sign("ssh-ed25519", data);
        return Request(user, algorithm, key.PublicKey.Blob.Span, signature);
    }

    private static byte[] Request(string user, string algorithm, ReadOnlySpan<byte> blob, byte[]? signature)
    {
        var writer = new WireWriter(new byte[256 + blob.Length + (signature?.Length ?? 0)]);
        writer.WriteByte((byte)MessageNumber.UserAuthRequest);
        writer.WriteString(Encoding.UTF8.GetBytes(user));
        writer.WriteText("ssh-connection");
        writer.WriteText("publickey");
        writer.WriteBoolean(signature is not null);
        writer.WriteText(algorithm);
        writer.WriteString(blob);
        if (signature is not null) writer.WriteString(signature);
        return writer.Written.ToArray();
    }
}
