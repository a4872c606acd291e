using System.Text.Json;

using Sluice.Proxy.Endpoints;
using Sluice.Transport;

namespace Sluice.Proxy.Identity.Http;

/// <summary>
/// GitLab's internal API, as gitlab-shell asks it: <c>GET …/authorized_keys?key=BASE64</c>, answered with the key's number
/// and the key. GitLab calls the user of such a login <c>key-NUMBER</c>, and so does this.
/// </summary>
internal sealed class GitLabFormat : IKeyFormat
{
    /// <summary>The header of the signed token.</summary>
    public const string TokenHeader = "Gitlab-Shell-Api-Request";

    /// <inheritdoc/>
    public HttpRequestMessage Ask(Uri endpoint, SshPublicKey key)
    {
        var separator = endpoint.Query.Length == 0 ? "?" : "&";
        return new(HttpMethod.Get, new Uri($"{endpoint.AbsoluteUri}{separator}key={Uri.EscapeDataString(Convert.ToBase64String(key.Blob.Span))}"));
    }

    /// <inheritdoc/>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> secret, DateTimeOffset now) =>
        request.Headers.TryAddWithoutValidation(TokenHeader, GitLabToken.Create(secret, now));

    /// <inheritdoc/>
    public bool TryRead(ReadOnlyMemory<byte> content, out List<KeyRow> rows, out string fault)
    {
        rows = [];
        fault = "expected { \"id\": …, \"key\": … }";
        if (!StrictJson.TryParse(content, out var document)) return false;
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || StrictJson.Text(root, "key") is not { } key || !KeyText.TryParse(key, out var blob)) return false;
            if (!root.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.Number || !id.TryGetUInt64(out var number)) return false;
            rows.Add(new KeyRow($"key-{number}", "", StrictJson.Text(root, "title") ?? "", $"{number}", blob));
        }
        return true;
    }
}
