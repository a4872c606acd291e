using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>A user of the real OpenSSH client, whose key an authority has certified.</summary>
/// <param name="Ssh">The client, whose key file has its certificate beside it.</param>
/// <param name="Fingerprint">The key's fingerprint.</param>
public sealed record CertifiedClient(SshClient Ssh, string Fingerprint)
{
    public SshKeyPair Key => Ssh.Key;

    /// <summary>Makes a key, has it certified, and makes a home for it.</summary>
    /// <param name="site">Where.</param>
    /// <param name="type">The type of the key.</param>
    /// <param name="bits">Its size; null for ssh-keygen's default.</param>
    /// <param name="options">Further words for ssh-keygen when it certifies.</param>
    /// <param name="authority">The name of the authority's file.</param>
    public static async Task<CertifiedClient> CreateAsync(Installation site, string type, int? bits, IReadOnlyList<string> options, string authority)
    {
        var name = $"certified-{Guid.NewGuid():N}";
        var key = await SshKeyPair.GenerateAsync(site.Files.PathOf(name), type, bits, name);
        await SignAsync(site.Files.PathOf(authority), key, options);
        return new CertifiedClient(site.NewClient($"{name}-home", key), await key.FingerprintAsync());
    }

    /// <summary>Certifies a key; the certificate lies beside it.</summary>
    public static async Task SignAsync(string authority, SshKeyPair key, IReadOnlyList<string> options) =>
        (await ProgramRunner.RunAsync("ssh-keygen", ["-q", "-s", authority, "-I", "the id", .. options, key.PublicKeyFile])).MustSucceed();

    /// <summary>The same user with another login name.</summary>
    public CertifiedClient As(string user) => this with { Ssh = Ssh with { Endpoint = Ssh.Endpoint with { User = user } } };

    /// <summary>The same user with options for ssh.</summary>
    public CertifiedClient With(params string[] options) =>
        this with { Ssh = Ssh with { SshArguments = [.. Ssh.SshArguments, .. options.SelectMany(option => new[] { "-o", option })] } };

    /// <summary>Asks for a shell, which is answered by a greeting.</summary>
    public Task<ProgramResult> SshAsync() => Ssh.SshAsync();

    /// <summary>Lists a repository's references.</summary>
    public Task<ProgramResult> ListAsync(string repository) => Ssh.GitAsync("ls-remote", Ssh.Endpoint.UrlOf(Installation.PathOf(repository)));
}
