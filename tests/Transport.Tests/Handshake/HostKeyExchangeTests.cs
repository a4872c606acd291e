using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Handshake;
using Sluice.Transport.Tests.Crypto.Certificates;
using Sluice.Transport.Tests.Crypto.Keys;
using Xunit;

namespace Sluice.Transport.Tests.Handshake;

/// <summary>Two machines exchange keys: which host key is shown, and which is believed.</summary>
public sealed class HostKeyExchangeTests : IDisposable
{
    private readonly SshKeygen _keygen = new();
    private readonly SshPrivateKey _authority = SshPrivateKey.GenerateEd25519();
    private readonly SshPrivateKey _stranger = SshPrivateKey.GenerateEd25519();

    public void Dispose()
    {
        _keygen.Dispose();
        _authority.Dispose();
        _stranger.Dispose();
    }

    [Theory]
    [InlineData("ed25519", "256", "ssh-ed25519")]
    [InlineData("ecdsa", "256", "ecdsa-sha2-nistp256")]
    [InlineData("ecdsa", "384", "ecdsa-sha2-nistp384")]
    [InlineData("ecdsa", "521", "ecdsa-sha2-nistp521")]
    [InlineData("rsa", "2048", "rsa-sha2-512")]
    public void Host_keys_and_host_certificates_of_each_type_are_agreed_on(string type, string bits, string algorithm)
    {
        using var key = SshKeygenCertificates.ReadPrivate(_keygen.Generate("", "-t", type, "-b", bits));
        var certified = key.WithCertificate(Draft(key).ToCertificate());

        Assert.Equal(algorithm, Exchange([key, certified], HostKeyTrust.InKeys([key.PublicKey]), out var end));
        Assert.Null(end);
        Assert.Equal(CertificateName.Of(algorithm), Exchange([key, certified], ByAuthority, out end));
        Assert.Null(end);
        // Both are believed: the certificate is asked for first.
        Assert.Equal(CertificateName.Of(algorithm), Exchange([key, certified], ByAuthority with { Pinned = [key.PublicKey] }, out end));
        Assert.Null(end);
    }

    [Fact]
    public void A_server_without_a_certificate_shows_its_pinned_key_to_who_has_an_authority_too()
    {
        Assert.Equal("ssh-ed25519", Exchange([_stranger], ByAuthority with { Pinned = [_stranger.PublicKey] }, out var end));
        Assert.Null(end);
    }

    [Fact]
    public void A_server_without_a_certificate_has_nothing_for_who_believes_only_authorities()
    {
        Exchange([_stranger], ByAuthority, out var end);
        Assert.Equal(EndReason.KeyExchangeFailed, end!.Reason);
    }

    [Fact]
    public void Certificates_that_are_not_believed_end_the_exchange()
    {
        var draft = Draft(_stranger);
        foreach (var refused in new[]
        {
            draft with { Authority = _stranger },
            draft with { Type = (uint)SshCertificateType.User },
            draft with { Principals = CertificateDraft.List("elsewhere") },
            draft with { ValidBefore = 1 },
        })
        {
            Exchange([_stranger.WithCertificate(refused.ToCertificate())], ByAuthority, out var end);
            Assert.Equal(EndReason.HostKeyUnknown, end!.Reason);
        }
        Exchange([_stranger.WithCertificate(draft.ToCertificate())], ByAuthority with { Revoked = [_authority.PublicKey] }, out var revoked);
        Assert.Equal(EndReason.HostKeyUnknown, revoked!.Reason);
    }

    [Fact]
    public void A_trusted_key_of_another_algorithm_than_was_agreed_on_ends_the_exchange()
    {
        var trust = HostKeyTrust.InKeys([_stranger.PublicKey]);
        var blob = _stranger.PublicKey.Blob.Span;
        Assert.NotNull(HostKeyChoice.ToVerify(blob, "ssh-ed25519", trust, out _));
        Assert.Null(HostKeyChoice.ToVerify(blob, "ecdsa-sha2-nistp256", trust, out var failure));
        Assert.Equal(EndReason.KeyExchangeFailed, failure.End!.Reason);
        Assert.Null(HostKeyChoice.ToVerify([1, 2, 3], "ssh-ed25519", trust, out failure));
        Assert.Equal(EndReason.KeyExchangeFailed, failure.End!.Reason);
    }

    [Fact]
    public void A_server_offers_the_algorithms_of_its_certificates_first()
    {
        var certified = _stranger.WithCertificate(Draft(_stranger).ToCertificate());
        var side = Side(isServer: true, [_stranger, certified], null);
        Assert.Equal(["ssh-ed25519-cert-v01@openssh.com", "ssh-ed25519"], side.HostKeyAlgorithms());
    }

    private HostKeyTrust ByAuthority => new([], [_authority.PublicKey], [], "git.example.org", TimeProvider.System);

    private CertificateDraft Draft(SshPrivateKey key) => new()
    {
        Key = key.PublicKey,
        Authority = _authority,
        Type = (uint)SshCertificateType.Host,
        Principals = CertificateDraft.List("git.example.org"),
    };

    private static HandshakeSide Side(bool isServer, SshPrivateKey[] keys, HostKeyTrust? trust) =>
        new(isServer, "SSH-2.0-client", "SSH-2.0-server", AlgorithmCatalog.Create(new AlgorithmPreferences { KexAlgorithms = "curve25519-sha256" }), keys, trust);

    /// <summary>Runs an exchange and gives the host key algorithm, and the end if a side does not agree.</summary>
    private static string? Exchange(SshPrivateKey[] keys, HostKeyTrust trust, out End? end)
    {
        using var server = new KeyExchangeMachine(Side(true, keys, null), null);
        using var client = new KeyExchangeMachine(Side(false, [], trust), null);
        var first = server.OnKexInit(client.OwnInitPayload);
        var init = client.OnKexInit(server.OwnInitPayload);
        end = first.End ?? init.End;
        if (end is not null) return null;
        var reply = server.OnMessage(init.Message);
        var last = client.OnMessage(reply.Message);
        end = reply.End ?? last.End;
        if (end is null) Assert.Equal(server.Hash, client.Hash);
        return client.Algorithms!.HostKeyAlgorithm;
    }
}
