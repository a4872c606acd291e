using System.Security.Cryptography;

using Sluice.Proxy.Endpoints;

namespace Sluice.Proxy.Options;

/// <summary>The file of a secret that is read when it is needed, and once at the start to say at once what is wrong.</summary>
internal static class SecretPath
{
    private const int Longest = 4096;

    /// <summary>The full path; null if none is named.</summary>
    public static string? Read(string? written, KeyFiles files, Faults faults)
    {
        if (written is null) return null;
        var path = files.FullPath(written);
        if (!SecretFile.TryRead(path, Longest, out var secret, out var fault)) faults.Add(fault);
        CryptographicOperations.ZeroMemory(secret);
        return path;
    }
}
