using System.Text;
using Sluice.Transport.Crypto.Keys;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Keys;

public sealed class SshPrivateKeyTests : IDisposable
{
    private readonly SshKeygen _keygen = new();

    [Theory]
    [InlineData("", "-t", "ed25519")]
    [InlineData("", "-t", "ecdsa", "-b", "256")]
    [InlineData("", "-t", "ecdsa", "-b", "384")]
    [InlineData("", "-t", "ecdsa", "-b", "521")]
    [InlineData("", "-t", "rsa", "-b", "2048")]
    [InlineData("", "-t", "rsa", "-b", "3072")]
    [InlineData("s3cret", "-t", "ed25519")]
    [InlineData("Gr\u00fc\u00dfe \ud83d\udd11", "-t", "ecdsa", "-b", "521")]
    [InlineData("s3cret", "-t", "rsa", "-b", "2048", "-a", "3")]
    [InlineData("s3cret", "-t", "ed25519", "-Z", "aes128-ctr", "-a", "1")]
    [InlineData("s3cret", "-t", "ed25519", "-Z", "aes192-ctr", "-a", "2")]
    [InlineData("s3cret", "-t", "ed25519", "-Z", "aes128-cbc", "-a", "2")]
    [InlineData("s3cret", "-t", "ed25519", "-Z", "aes192-cbc", "-a", "2")]
    [InlineData("s3cret", "-t", "ecdsa", "-Z", "aes256-cbc", "-a", "2")]
    [InlineData("s3cret", "-t", "ed25519", "-Z", "aes128-gcm@openssh.com", "-a", "2")]
    [InlineData("s3cret", "-t", "ecdsa", "-Z", "aes256-gcm@openssh.com", "-a", "2")]
    [InlineData("s3cret", "-t", "ed25519", "-Z", "chacha20-poly1305@openssh.com", "-a", "2")]
    [InlineData("", "-t", "rsa", "-b", "2048", "-m", "PEM")]
    [InlineData("s3cret", "-t", "rsa", "-b", "2048", "-m", "PEM")]
    [InlineData("", "-t", "ecdsa", "-b", "256", "-m", "PEM")]
    [InlineData("s3cret", "-t", "ecdsa", "-b", "384", "-m", "PEM")]
    [InlineData("", "-t", "rsa", "-b", "3072", "-m", "PKCS8")]
    [InlineData("s3cret", "-t", "rsa", "-b", "2048", "-m", "PKCS8")]
    [InlineData("", "-t", "ecdsa", "-b", "521", "-m", "PKCS8")]
    [InlineData("s3cret", "-t", "ecdsa", "-b", "256", "-m", "PKCS8")]
    public void Read_takes_every_kind_of_file_that_ssh_keygen_writes(string passphrase, params string[] options)
    {
        var path = _keygen.Generate(passphrase, options);
        var file = File.ReadAllBytes(path);
        using var key = SshPrivateKey.Read(file, passphrase);
        AssertIsKeyOf(path, key);
        if (passphrase.Length == 0) return;
        Assert.Contains("passphrase", FaultOf(file, ""), StringComparison.Ordinal);
        Assert.Contains("does not open", FaultOf(file, passphrase + "x"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-algorithm", "ED25519")]
    [InlineData("-algorithm", "ED25519", "-aes256", "-pass", "pass:s3cret")]
    [InlineData("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384")]
    public void Read_takes_PKCS8_as_openssl_writes_it(params string[] options)
    {
        var file = _keygen.Run("openssl", ["genpkey", .. options]);
        using var key = SshPrivateKey.Read(Encoding.ASCII.GetBytes(file), options.Length > 2 ? "s3cret" : "");
        AssertSigns(key);
    }

    [Theory]
    [InlineData("-t", "ed25519")]
    [InlineData("-t", "ecdsa", "-b", "256")]
    [InlineData("-t", "ecdsa", "-b", "521")]
    [InlineData("-t", "rsa", "-b", "2048")]
    public void ToOpenSshFile_gives_a_file_that_ssh_keygen_and_we_read(params string[] options)
    {
        using var key = SshPrivateKey.Read(File.ReadAllBytes(_keygen.Generate("", options)), "");
        AssertReadable(key);
    }

    [Fact]
    public void GenerateEd25519_gives_a_fresh_key_that_ssh_keygen_reads()
    {
        using var key = SshPrivateKey.GenerateEd25519();
        using var other = SshPrivateKey.GenerateEd25519();
        Assert.NotEqual(key.PublicKey, other.PublicKey);
        AssertSigns(key);
        AssertReadable(key);
    }

    [Fact]
    public void Sign_is_thread_safe()
    {
        foreach (var options in (string[][])[["-t", "ecdsa"], ["-t", "rsa", "-b", "2048"], ["-t", "ed25519"]])
        {
            using var key = SshPrivateKey.Read(File.ReadAllBytes(_keygen.Generate("", options)), "");
            Parallel.For(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            {
                var data = BitConverter.GetBytes(i);
                var algorithm = key.PublicKey.SignatureAlgorithms[^1];
                Assert.True(key.PublicKey.Verify(algorithm, data, key.Sign(algorithm, data)));
            });
        }
    }

    [Fact]
    public void Sign_refuses_an_algorithm_of_another_key()
    {
        using var key = SshPrivateKey.GenerateEd25519();
        Assert.Throws<ArgumentException>(() => key.Sign("rsa-sha2-512", []));
        using var rsa = SshPrivateKey.Read(File.ReadAllBytes(_keygen.Generate("", "-t", "rsa", "-b", "2048")), "");
        Assert.Throws<ArgumentException>(() => rsa.Sign("ssh-rsa", []));
    }

    [Fact]
    public void A_disposed_key_does_not_sign()
    {
        foreach (var options in (string[][])[["-t", "ecdsa"], ["-t", "rsa", "-b", "2048"], ["-t", "ed25519"]])
        {
            var key = SshPrivateKey.Read(File.ReadAllBytes(_keygen.Generate("", options)), "");
            key.Dispose();
            Assert.Throws<ObjectDisposedException>(() => key.Sign(key.PublicKey.SignatureAlgorithms[0], []));
            Assert.Throws<ObjectDisposedException>(() => key.ToOpenSshFile(""));
        }
    }

    public void Dispose() => _keygen.Dispose();

    internal static string FaultOf(byte[] file, string passphrase)
    {
        var fault = Assert.Throws<SshKeyFileException>(() => SshPrivateKey.Read(file, passphrase)).Message;
        Assert.EndsWith(".", fault, StringComparison.Ordinal);
        return fault;
    }

    private void AssertIsKeyOf(string path, SshPrivateKey key)
    {
        Assert.True(SshPublicKey.TryParseLine(File.ReadAllText(path + ".pub"), out var publicKey, out var comment, out var fault), fault);
        Assert.Equal("a comment", comment);
        Assert.Equal(publicKey, key.PublicKey);
        Assert.Equal(_keygen.Run("-lf", path + ".pub").Split(' ')[1], key.PublicKey.Fingerprint);
        AssertSigns(key);
    }

    private void AssertReadable(SshPrivateKey key)
    {
        var path = _keygen.Write(key.ToOpenSshFile("by Sluice"));
        var line = _keygen.Run("-y", "-f", path);
        Assert.True(SshPublicKey.TryParseLine(line, out var publicKey, out var comment, out var fault), fault);
        Assert.Equal(key.PublicKey, publicKey);
        Assert.Equal("by Sluice", comment);
        using var again = SshPrivateKey.Read(File.ReadAllBytes(path), "");
        Assert.Equal(key.PublicKey, again.PublicKey);
    }

    private static void AssertSigns(SshPrivateKey key)
    {
        foreach (var algorithm in key.PublicKey.SignatureAlgorithms)
        {
            var signature = key.Sign(algorithm, "data"u8);
            Assert.True(key.PublicKey.Verify(algorithm, "data"u8, signature));
            Assert.False(key.PublicKey.Verify(algorithm, "date"u8, signature));
        }
    }
}
