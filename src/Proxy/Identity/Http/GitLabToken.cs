using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Proxy.Identity.Http;

/// <summary>The token (RFC 7519, HS256) that gitlab-shell shows GitLab: signed with the shared secret, good for a minute.</summary>
internal static class GitLabToken
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";
    private const int Lifetime = 60;

    /// <summary>Makes one.</summary>
    public static string Create(ReadOnlySpan<byte> secret, DateTimeOffset now)
    {
        var issued = now.ToUnixTimeSeconds();
        var claims = string.Create(CultureInfo.InvariantCulture, $$"""{"iss":"gitlab-shell","iat":{{issued}},"exp":{{issued + Lifetime}}}""");
        var signed = $"{Encode(Encoding.ASCII.GetBytes(Header))}.{Encode(Encoding.ASCII.GetBytes(claims))}";
        return $"{signed}.{Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
