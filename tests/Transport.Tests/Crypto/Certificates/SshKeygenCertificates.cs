using Sluice.Transport.Tests.Crypto.Keys;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Certificates;

/// <summary>Certificates as the real ssh-keygen makes them.</summary>
internal static class SshKeygenCertificates
{
    /// <summary>Signs a key's public file and gives the certificate.</summary>
    /// <param name="keygen">The program in its folder.</param>
    /// <param name="authority">The authority's private file.</param>
    /// <param name="key">The private file of the key to certify.</param>
    /// <param name="options">Further words for ssh-keygen.</param>
    public static SshCertificate Certify(this SshKeygen keygen, string authority, string key, params string[] options)
    {
        keygen.Run(["-q", "-s", authority, "-I", "the id", .. options, key + ".pub"]);
        return ReadCertificate(key + "-cert.pub");
    }

    public static SshCertificate ReadCertificate(string file)
    {
        Assert.True(SshCertificate.TryParseLine(File.ReadAllText(file), out var certificate, out var fault), fault);
        return certificate;
    }

    public static SshPublicKey ReadPublic(string privateFile)
    {
        Assert.True(SshPublicKey.TryParseLine(File.ReadAllText(privateFile + ".pub"), out var key, out _, out var fault), fault);
        return key;
    }

    public static SshPrivateKey ReadPrivate(string file) => SshPrivateKey.Read(File.ReadAllBytes(file), "");
}
