using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

using Sluice.Proxy.Endpoints;
using Sluice.Transport;

namespace Sluice.Proxy.Identity.Http;

/// <summary>
/// The generic shape: <c>POST {"fingerprint", "keyType", "key"}</c>, answered with
/// <c>{"keys": [{"user", "key", "options", "comment", "id"}]}</c>; who asks proves it by a bearer token.
/// </summary>
internal sealed class JsonFormat : IKeyFormat
{
    private const string Expected = "expected { \"keys\": [ { \"user\": …, \"key\": … } ] }";

    /// <inheritdoc/>
    public HttpRequestMessage Ask(Uri endpoint, SshPublicKey key)
    {
        // None of the three has a character that JSON would escape.
        var body = $$"""{"fingerprint":"{{key.Fingerprint}}","keyType":"{{key.KeyType}}","key":"{{Convert.ToBase64String(key.Blob.Span)}}"}""";
        return new(HttpMethod.Post, endpoint) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }

    /// <inheritdoc/>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> secret, DateTimeOffset now) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Encoding.UTF8.GetString(secret));

    /// <inheritdoc/>
    public bool TryRead(ReadOnlyMemory<byte> content, out List<KeyRow> rows, out string fault)
    {
        rows = [];
        fault = Expected;
        if (!StrictJson.TryParse(content, out var document)) return false;
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array) return false;
            foreach (var element in keys.EnumerateArray())
            {
                if (!TryRead(element, out var row)) return false;
                rows.Add(row);
            }
        }
        return true;
    }

    private static bool TryRead(JsonElement element, out KeyRow row)
    {
        row = default;
        if (element.ValueKind != JsonValueKind.Object || StrictJson.Text(element, "user") is not { } user) return false;
        if (StrictJson.Text(element, "key") is not { } key || !KeyText.TryParse(key, out var blob)) return false;
        if (!StrictJson.TryOptionalText(element, "options", out var options) || !StrictJson.TryOptionalText(element, "comment", out var comment)) return false;
        if (!TryReadId(element, out var id)) return false;
        row = new KeyRow(user, options, comment, id, blob);
        return true;
    }

    // A number or a text.
    private static bool TryReadId(JsonElement element, out string id)
    {
        var isNumber = element.TryGetProperty("id", out var value) && value.ValueKind == JsonValueKind.Number;
        if (!isNumber) return StrictJson.TryOptionalText(element, "id", out id);
        var isWhole = value.TryGetUInt64(out var number);
        id = $"{number}";
        return isWhole;
    }
}
