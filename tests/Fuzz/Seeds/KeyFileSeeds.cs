using Sluice.Fuzz.Targets;
using Sluice.Testing;

namespace Sluice.Fuzz.Seeds;

/// <summary>Key files as ssh-keygen and openssl write them, with as little work behind the passphrase as they allow.</summary>
internal static class KeyFileSeeds
{
    private static readonly string[] _types = ["ed25519", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521", "rsa -b 2048"];

    private static readonly string[] _ciphers = ["aes256-ctr", "aes128-cbc", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"];

    public static IEnumerable<(string, byte[])> All()
    {
        foreach (var type in _types) yield return Keygen($"openssh {type}", $"-t {type}", "");
        foreach (var cipher in _ciphers) yield return Keygen($"openssh ed25519 {cipher}", $"-t ed25519 -a 1 -Z {cipher}", KeyFileTarget.Passphrase);
        foreach (var format in new[] { "PEM", "PKCS8" })
        {
            foreach (var type in _types[1..])
            {
                yield return Keygen($"{format} {type}", $"-t {type} -m {format}", "");
            }
        }
        yield return Keygen("PEM ecdsa encrypted", "-t ecdsa -m PEM", KeyFileTarget.Passphrase);
        yield return Openssl("PKCS8 ed25519", "genpkey -algorithm ed25519");
        yield return Openssl("PKCS8 ecdsa explicit curve", "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit");
        yield return Encrypted("PKCS8 encrypted", "-v2 aes-128-cbc");
        yield return Encrypted("PKCS8 encrypted PBES1", "-v1 PBE-SHA1-3DES");
        yield return Encrypted("PKCS8 encrypted scrypt", "-scrypt -scrypt_N 2 -scrypt_r 1 -scrypt_p 1");
    }

    private static (string, byte[]) Keygen(string name, string arguments, string passphrase) =>
        Made(name, path => SeedProgram.Run("ssh-keygen", [.. $"-q -C fuzz -f {path} {arguments} -N".Split(' '), passphrase]));

    private static (string, byte[]) Openssl(string name, string arguments) =>
        Made(name, path => SeedProgram.Run("openssl", [.. $"{arguments} -out {path}".Split(' ')]));

    private static (string, byte[]) Encrypted(string name, string arguments) => Made(name, path =>
    {
        SeedProgram.Run("openssl", [.. $"genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out {path}.plain".Split(' ')]);
        SeedProgram.Run("openssl", [.. $"pkcs8 -topk8 -in {path}.plain -iter 1 {arguments} -passout pass:{KeyFileTarget.Passphrase} -out {path}".Split(' ')]);
    });

    private static (string, byte[]) Made(string name, Action<string> make)
    {
        using var folder = new TemporaryFolder("seed");
        var path = folder.PathOf("key");
        make(path);
        return (name.Replace(' ', '-').Replace("@openssh.com", "", StringComparison.Ordinal), File.ReadAllBytes(path));
    }
}
