using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests;

/// <summary>An authority and a user's key, with the real ssh-keygen.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _count;

    public CertificateAuthority()
    {
        using var authority = SshPrivateKey.GenerateEd25519();
        Authority = authority.PublicKey;
        AuthorityFile = _folder.Write("authority", authority.ToOpenSshFile("authority"));
        File.SetUnixFileMode(AuthorityFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        PublicFile = _folder.Write("authority.pub", TestKeys.PublicLine(Authority) + "\n");
        KeyFile = _folder.Write("key.pub", TestKeys.PublicLine(Key) + "\n");
    }

    public SshPublicKey Authority { get; }

    /// <summary>The authority's private file.</summary>
    public string AuthorityFile { get; }

    /// <summary>The authority's public file.</summary>
    public string PublicFile { get; }

    /// <summary>The key that is certified.</summary>
    public SshPublicKey Key { get; } = TestKeys.New();

    /// <summary>The public file of that key.</summary>
    public string KeyFile { get; }

    /// <summary>Certifies the key by ssh-keygen with further words.</summary>
    public (SshCertificate Certificate, string File) Certify(params string[] options) => CertifyFile(KeyFile, options);

    /// <summary>Certifies another public key.</summary>
    public (SshCertificate Certificate, string File) Certify(SshPublicKey key, params string[] options) =>
        CertifyFile(_folder.Write($"other{++_count}.pub", TestKeys.PublicLine(key) + "\n"), options);

    /// <summary>Writes a KRL of a specification and gives its path.</summary>
    public string Krl(string specification)
    {
        var file = Path.Combine(_folder.Root, $"krl{++_count}");
        TestKeys.SshKeygen("-q", "-k", "-f", file, "-s", PublicFile, _folder.Write($"specification{_count}", specification + "\n"));
        return file;
    }

    public void Dispose() => _folder.Dispose();

    private (SshCertificate Certificate, string File) CertifyFile(string publicFile, string[] options)
    {
        TestKeys.SshKeygen(["-q", "-s", AuthorityFile, "-I", "the id", "-z", "7", .. options, publicFile]);
        var file = publicFile.Replace(".pub", "-cert.pub", StringComparison.Ordinal);
        Assert.True(SshCertificate.TryParseLine(File.ReadAllText(file), out var certificate, out var fault), fault);
        return (certificate, file);
    }
}
