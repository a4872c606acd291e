using System.Text;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Keys;

public sealed class PrivateKeyFileTests : IDisposable
{
    private readonly SshKeygen _keygen = new();

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \r\n", "empty")]
    [InlineData("hello", "not a private key")]
    [InlineData("ssh-ed25519 AAAA", "public key")]
    [InlineData("PuTTY-User-Key-File-3: ssh-ed25519", "puttygen")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\n", "END line")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\n-----END OPENSSH PRIVATE KEY-----", "damaged")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\n????\n-----END OPENSSH PRIVATE KEY-----", "damaged")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "damaged")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----", "damaged")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n", "damaged")]
    public void Read_says_what_a_file_is_that_is_no_private_key(string file, string part) =>
        Assert.Contains(part, SshPrivateKeyTests.FaultOf(Encoding.ASCII.GetBytes(file), ""), StringComparison.Ordinal);

    [Fact]
    public void Read_refuses_types_that_hosts_do_not_have()
    {
        var dsa = _keygen.Run("openssl", ["genpkey", "-algorithm", "X25519"]);
        Assert.Contains("not supported", SshPrivateKeyTests.FaultOf(Encoding.ASCII.GetBytes(dsa), ""), StringComparison.Ordinal);
        var koblitz = _keygen.Run("openssl", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"]);
        SshPrivateKeyTests.FaultOf(Encoding.ASCII.GetBytes(koblitz), "");
    }

    [Fact]
    public void Read_refuses_an_RSA_key_that_is_too_short() => Assert.Contains(
        "1024 bits",
        SshPrivateKeyTests.FaultOf(File.ReadAllBytes(_keygen.Generate("", "-t", "rsa", "-b", "1024")), ""),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("-t", "ed25519")]
    [InlineData("-t", "ecdsa")]
    public void Read_refuses_a_body_with_any_byte_changed_or_cut_off(params string[] options)
    {
        var body = Decode(File.ReadAllText(_keygen.Generate("", options)));
        using (SshPrivateKey.Read(Encode(body), ""))
        {
            for (var length = 0; length < body.Length; length += 3) SshPrivateKeyTests.FaultOf(Encode(body[..length]), "");
        }
        // All but the comment, which nothing protects: it stands before the padding.
        var comment = body.AsSpan().IndexOf("a comment"u8);
        for (var at = 0; at < body.Length; at++)
        {
            if (at >= comment && at < comment + "a comment".Length) continue;
            body[at] ^= 0x20;
            SshPrivateKeyTests.FaultOf(Encode(body), "");
            body[at] ^= 0x20;
        }
    }

    [Fact]
    public void Read_gives_a_sentence_for_a_changed_RSA_key_and_never_another_exception()
    {
        var path = _keygen.Generate("", "-t", "rsa", "-b", "2048");
        var body = Decode(File.ReadAllText(path));
        using var made = SshPrivateKey.Read(Encode(body), "");
        for (var at = 0; at < body.Length; at += 11)
        {
            body[at] ^= 0x81;
            // The platform mends a signature whose shortcut by the primes went wrong, so that some changes do not matter.
            var fault = Record.Exception(() =>
            {
                using var key = SshPrivateKey.Read(Encode(body), "");
                Assert.Equal(made.PublicKey, key.PublicKey);
            });
            if (fault is not null) Assert.IsType<SshKeyFileException>(fault);
            body[at] ^= 0x81;
        }
    }

    [Theory]
    [InlineData("aes256-ctr")]
    [InlineData("aes256-gcm@openssh.com")]
    [InlineData("chacha20-poly1305@openssh.com")]
    public void Read_refuses_a_changed_encrypted_body(string cipher)
    {
        var body = Decode(File.ReadAllText(_keygen.Generate("s3cret", "-t", "ed25519", "-Z", cipher, "-a", "1")));
        using (SshPrivateKey.Read(Encode(body), "s3cret"))
        {
            SshPrivateKeyTests.FaultOf(Encode([.. body, 0]), "s3cret");
        }
        for (var at = 0; at < body.Length - 32; at += 5)
        {
            body[at] ^= 0x40;
            SshPrivateKeyTests.FaultOf(Encode(body), "s3cret");
            body[at] ^= 0x40;
        }
    }

    [Fact]
    public void Read_refuses_absurdly_many_rounds_without_running_them()
    {
        var body = Decode(File.ReadAllText(_keygen.Generate("s3cret", "-t", "ed25519", "-a", "1")));
        // The options are a salt of 16 bytes and the rounds.
        var rounds = body.AsSpan().IndexOf("bcrypt"u8) + "bcrypt".Length + 4 + 4 + 16;
        Assert.Equal([0, 0, 0, 1], body[rounds..(rounds + 4)]);
        body[rounds] = 0x7F;
        Assert.Contains("rounds", SshPrivateKeyTests.FaultOf(Encode(body), "s3cret"), StringComparison.Ordinal);
        body.AsSpan(rounds, 4).Clear();
        Assert.Contains("damaged", SshPrivateKeyTests.FaultOf(Encode(body), "s3cret"), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_refuses_a_cipher_and_a_key_derivation_that_it_does_not_know()
    {
        var body = Decode(File.ReadAllText(_keygen.Generate("s3cret", "-t", "ed25519", "-a", "1")));
        "blowfi-cbc"u8.CopyTo(body.AsSpan(body.AsSpan().IndexOf("aes256-ctr"u8)));
        Assert.Contains("cipher", SshPrivateKeyTests.FaultOf(Encode(body), "s3cret"), StringComparison.Ordinal);
        "aes256-ctr"u8.CopyTo(body.AsSpan(body.AsSpan().IndexOf("blowfi-cbc"u8)));
        "scrypt"u8.CopyTo(body.AsSpan(body.AsSpan().IndexOf("bcrypt"u8)));
        Assert.Contains("hashed", SshPrivateKeyTests.FaultOf(Encode(body), "s3cret"), StringComparison.Ordinal);
    }

    public void Dispose() => _keygen.Dispose();

    private static byte[] Decode(string file) => Convert.FromBase64String(string.Concat(file.Split('\n').Where(line => !line.StartsWith('-'))));

    private static byte[] Encode(byte[] body) => Encoding.ASCII.GetBytes(
        $"-----BEGIN OPENSSH PRIVATE KEY-----\n{Convert.ToBase64String(body, Base64FormattingOptions.InsertLineBreaks)}\n-----END OPENSSH PRIVATE KEY-----\n");
}
