using Sluice.Transport.Authentication;
using Sluice.Transport.Tests.Crypto.Certificates;
using Sluice.Transport.Tests.Crypto.Keys;
using Sluice.Transport.Wire;
using Xunit;

namespace Sluice.Transport.Tests.Authentication;

public sealed class HostKeyProofsTests : IDisposable
{
    private static readonly byte[] _sessionId = new byte[32];

    private readonly SshKeygen _keygen = new();
    private readonly SshPrivateKey _ed25519 = SshPrivateKey.GenerateEd25519();
    private readonly SshPrivateKey _rsa;
    private readonly HostKeyProofs _proofs;

    public HostKeyProofsTests()
    {
        _rsa = SshKeygenCertificates.ReadPrivate(_keygen.Generate("", "-t", "rsa", "-b", "2048"));
        var certified = _ed25519.WithCertificate(new CertificateDraft { Key = _ed25519.PublicKey, Authority = _rsa }.ToCertificate());
        _proofs = new HostKeyProofs([_ed25519, _rsa, certified]);
    }

    public void Dispose()
    {
        _keygen.Dispose();
        _ed25519.Dispose();
        _rsa.Dispose();
    }

    [Fact]
    public void The_announcement_names_the_plain_keys()
    {
        var reader = new WireReader(_proofs.Announcement);
        Assert.Equal((byte)MessageNumber.GlobalRequest, reader.ReadByte());
        Assert.Equal("hostkeys-00@openssh.com", reader.ReadText());
        Assert.False(reader.ReadBoolean());
        Assert.True(reader.ReadString().SequenceEqual(_ed25519.PublicKey.Blob.Span));
        Assert.True(reader.ReadString().SequenceEqual(_rsa.PublicKey.Blob.Span));
        Assert.True(reader.IsComplete);
    }

    [Theory]
    [InlineData("ssh-ed25519", "rsa-sha2-512")]
    [InlineData("rsa-sha2-512", "rsa-sha2-512")]
    [InlineData("rsa-sha2-256", "rsa-sha2-256")]
    [InlineData("rsa-sha2-256-cert-v01@openssh.com", "rsa-sha2-256")]
    public void Each_key_asked_for_signs_the_session(string negotiated, string expected)
    {
        var request = Request(_rsa, _ed25519);
        Assert.True(HostKeyProofs.IsRequest(request));
        var reader = new WireReader(_proofs.Prove(request, _sessionId, negotiated));
        Assert.Equal((byte)MessageNumber.RequestSuccess, reader.ReadByte());
        var byRsa = reader.ReadString();
        var byEd25519 = reader.ReadString();
        Assert.True(reader.IsComplete);
        Assert.True(_rsa.PublicKey.Verify(expected, Signed(_rsa), byRsa));
        Assert.True(_ed25519.PublicKey.Verify("ssh-ed25519", Signed(_ed25519), byEd25519));
        Assert.False(_ed25519.PublicKey.Verify("ssh-ed25519", Signed(_rsa), byEd25519));
    }

    [Fact]
    public void What_is_not_ours_or_asked_twice_is_not_signed()
    {
        using var other = SshPrivateKey.GenerateEd25519();
        Assert.Null(Prove(Request(other)));
        Assert.Null(Prove(Request(_ed25519, other)));
        Assert.Null(Prove(Request(_ed25519, _ed25519)));
        Assert.Null(Prove(Request()));
        var request = Request(_ed25519);
        for (var length = 1; length < request.Length; length++) Assert.Null(Prove(request[..length]));
        Assert.Null(Prove([.. request, 0]));
    }

    [Fact]
    public void Another_global_request_asks_for_no_proof() =>
        Assert.False(HostKeyProofs.IsRequest([(byte)MessageNumber.GlobalRequest, .. CertificateDraft.List("keepalive@openssh.com"), 1]));

    private byte[]? Prove(byte[] request) => _proofs.Prove(request, _sessionId, "ssh-ed25519");

    private static byte[] Request(params SshPrivateKey[] keys) =>
    [
        (byte)MessageNumber.GlobalRequest, .. CertificateDraft.List("hostkeys-prove-00@openssh.com"), 1,
        .. KeyBlobs.Strings([.. keys.Select(key => key.PublicKey.Blob.ToArray())]),
    ];

    private static byte[] Signed(SshPrivateKey key) =>
        KeyBlobs.Strings("hostkeys-prove-00@openssh.com"u8.ToArray(), _sessionId, key.PublicKey.Blob.ToArray());
}
