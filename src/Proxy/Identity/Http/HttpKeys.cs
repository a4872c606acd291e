using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Endpoints;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Identity.Http;

/// <summary>Users' keys behind an HTTP endpoint.</summary>
/// <param name="model">The endpoint.</param>
/// <param name="format">How it is asked.</param>
/// <param name="client">The connections to it, which end with this.</param>
/// <param name="logger">Told of entries that cannot be used.</param>
/// <param name="time">The clock of tokens, and the time zone of <c>expiry-time</c>.</param>
internal sealed class HttpKeys(HttpKeysModel model, IKeyFormat format, HttpClient client, ILogger logger, TimeProvider time) : IKeyStore
{
    private const int LongestSecret = 4096;

    /// <inheritdoc/>
    public KeySourceName Name => KeySourceName.Http;

    /// <inheritdoc/>
    public async ValueTask<Answer<ImmutableArray<KnownKey>>> AskAsync(SshPublicKey key, CancellationToken cancellationToken)
    {
        using var request = format.Ask(model.Url, key);
        if (!TrySign(request, out var fault)) return Answer.Error<ImmutableArray<KnownKey>>(fault);
        try
        {
            // The client reads the whole answer, up to its bound, before it gives one.
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(key, response, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            return Answer.Error<ImmutableArray<KnownKey>>(EndpointResponse.Fault(e));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<Answer<ImmutableArray<KnownKey>>> ReadAsync(SshPublicKey key, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var maxAge = EndpointResponse.MaxAge(response);
        if (response.StatusCode == HttpStatusCode.NotFound) return Answer.Negative<ImmutableArray<KnownKey>>([], maxAge);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return Answer.Error<ImmutableArray<KnownKey>>($"The endpoint refuses us with status {(int)response.StatusCode}: see that TokenFile has its secret.");
        if (response.StatusCode != HttpStatusCode.OK) return Answer.Error<ImmutableArray<KnownKey>>($"The endpoint answered with status {(int)response.StatusCode}.");
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return format.TryRead(content, out var rows, out var fault)
            ? KeyRows.Judge(key, rows, time.LocalTimeZone, logger, maxAge)
            : Answer.Error<ImmutableArray<KnownKey>>($"The endpoint's answer is not understood: {fault}.");
    }

    // Read for each question, which is rare behind a cache, so that a changed secret needs no restart.
    private bool TrySign(HttpRequestMessage request, out string fault)
    {
        fault = "";
        if (model.TokenFile is null) return true;
        if (!SecretFile.TryRead(model.TokenFile, LongestSecret, out var secret, out fault)) return false;
        format.Sign(request, secret, time.GetUtcNow());
        CryptographicOperations.ZeroMemory(secret);
        return true;
    }
}
