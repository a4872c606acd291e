using System.Security.Cryptography;

namespace Sluice.Testing;

/// <summary>Where a client connects to, as whom, and the host keys it trusts there.</summary>
/// <param name="HostKeys">Public keys: type and base64.</param>
public sealed record SshEndpoint(string Host, int Port, string User, IReadOnlyList<string> HostKeys)
{
    /// <summary>The endpoint in known_hosts format, a line for each host key.</summary>
    public string KnownHosts => string.Concat(HostKeys.Select(key => $"[{Host}]:{Port} {key}\n"));

    /// <summary>The host keys' fingerprints as OpenSSH writes them: <c>SHA256:...</c>.</summary>
    public IReadOnlyList<string> Fingerprints =>
        [.. HostKeys.Select(key => "SHA256:" + Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(key.Split(' ')[1]))).TrimEnd('='))];

    /// <summary>The URL of a repository by its path at the backend, which starts with a slash.</summary>
    public string UrlOf(string path) => $"ssh://{User}@{Host}:{Port}{path}";
}
