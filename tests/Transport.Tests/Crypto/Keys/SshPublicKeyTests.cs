using System.Text;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Keys;

public sealed class SshPublicKeyTests : IDisposable
{
    private readonly SshKeygen _keygen = new();

    [Fact]
    public void TryParseLine_and_Fingerprint_agree_with_ssh_keygen()
    {
        foreach (var options in (string[][])[["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"], ["-t", "ecdsa", "-b", "521"], ["-t", "rsa", "-b", "2048"]])
        {
            var path = _keygen.Generate("", options) + ".pub";
            var line = File.ReadAllText(path);
            Assert.True(SshPublicKey.TryParseLine(line, out var key, out var comment, out var fault), fault);
            Assert.Equal(line.Split(' ')[0], key.KeyType);
            Assert.Equal("a comment", comment);
            Assert.Equal(_keygen.Run("-lf", path).Split(' ')[1], key.Fingerprint);
            Assert.Same(key.Fingerprint, key.Fingerprint);
        }
    }

    [Fact]
    public void TryParseLine_takes_tabs_and_line_ends_and_no_comment()
    {
        using var made = SshPrivateKey.GenerateEd25519();
        var base64 = Convert.ToBase64String(made.PublicKey.Blob.Span);
        Assert.True(SshPublicKey.TryParseLine($" ssh-ed25519 \t{base64}\r\n", out var key, out var comment, out _));
        Assert.Equal(made.PublicKey, key);
        Assert.Equal(made.PublicKey.GetHashCode(), key.GetHashCode());
        Assert.Equal("", comment);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ssh-ed25519")]
    [InlineData("ssh-ed25519 !!!!")]
    [InlineData("ssh-ed25519 AAAA")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----")]
    public void TryParseLine_refuses_other_lines_with_a_sentence(string line)
    {
        Assert.False(SshPublicKey.TryParseLine(line, out var key, out _, out var fault));
        Assert.Null(key);
        Assert.EndsWith(".", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParseLine_refuses_a_type_that_is_not_the_keys_own()
    {
        using var made = SshPrivateKey.GenerateEd25519();
        var line = $"ssh-rsa {Convert.ToBase64String(made.PublicKey.Blob.Span)}";
        Assert.False(SshPublicKey.TryParseLine(line, out _, out _, out var fault));
        Assert.Contains("ssh-ed25519", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_refuses_a_key_cut_off_anywhere_and_trailing_bytes()
    {
        foreach (var options in (string[][])[["-t", "ed25519"], ["-t", "ecdsa"], ["-t", "rsa", "-b", "2048"]])
        {
            using var made = SshPrivateKey.Read(File.ReadAllBytes(_keygen.Generate("", options)), "");
            var blob = made.PublicKey.Blob.ToArray();
            for (var length = 0; length < blob.Length; length++) KeyBlobs.FaultOf(blob[..length]);
            KeyBlobs.FaultOf([.. blob, 0]);
        }
    }

    [Fact]
    public void TryParse_names_a_type_that_is_not_supported_but_no_strange_characters()
    {
        Assert.Equal("The key type ssh-dss is not supported.", KeyBlobs.FaultOf(KeyBlobs.Strings("ssh-dss"u8.ToArray(), [1])));
        Assert.DoesNotContain("\n", KeyBlobs.FaultOf(KeyBlobs.Strings("evil\nline"u8.ToArray(), [1])), StringComparison.Ordinal);
        Assert.True(KeyBlobs.FaultOf(KeyBlobs.Strings(Encoding.ASCII.GetBytes(new string('a', 5000)))).Length < 100);
    }

    [Fact]
    public void Keys_with_different_blobs_differ()
    {
        using var one = SshPrivateKey.GenerateEd25519();
        using var other = SshPrivateKey.GenerateEd25519();
        Assert.False(one.PublicKey.Equals(other.PublicKey));
        Assert.False(one.PublicKey.Equals(null));
        Assert.NotEqual(one.PublicKey.Fingerprint, other.PublicKey.Fingerprint);
    }

    public void Dispose() => _keygen.Dispose();
}
