using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Proxy.Endpoints;

/// <summary>Proves us to an endpoint by the secret in a file, which is read for each question, so that a changed one needs no restart.</summary>
internal static class BearerToken
{
    private const int Longest = 4096;

    /// <summary>Attaches it; false gives a sentence that says what is wrong with the file. Without a file nothing is attached.</summary>
    public static bool TryAttach(HttpRequestMessage request, string? file, out string fault)
    {
        fault = "";
        if (file is null) return true;
        if (!SecretFile.TryRead(file, Longest, out var secret, out fault)) return false;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Encoding.UTF8.GetString(secret));
        CryptographicOperations.ZeroMemory(secret);
        return true;
    }

    /// <summary>True if somebody else proves to be who knows the secret in the file; compared in constant time.</summary>
    public static bool Matches(string presented, string file)
    {
        if (!SecretFile.TryRead(file, Longest, out var secret, out _)) return false;
        var bytes = Encoding.UTF8.GetBytes(presented);
        var matches = CryptographicOperations.FixedTimeEquals(bytes, secret);
        CryptographicOperations.ZeroMemory(secret);
        return matches;
    }
}
