using System.Globalization;
using System.Net;
using System.Net.Http.Json;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Commands;
using Sluice.Proxy.Endpoints;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Authorization;

/// <summary>Asks the endpoint: <c>POST</c> of one JSON object. Whatever it does but answer is an error, never an exception.</summary>
/// <param name="model">Where it is.</param>
/// <param name="client">The connections to it, which end with this.</param>
internal sealed class AuthorizationEndpoint(EndpointModel model, HttpClient client) : IDisposable
{
    /// <summary>Asks.</summary>
    public async ValueTask<Answer<Verdict>> AskAsync(AuthorizationQuestion question, string requestId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, model.Url) { Content = Content(question, requestId) };
        if (!BearerToken.TryAttach(request, model.TokenFile, out var fault)) return Answer.Error<Verdict>(fault);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                return Answer.Error<Verdict>($"The endpoint answered with status {(int)response.StatusCode}: yes and no come with 200.");
            return VerdictJson.Read(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), EndpointResponse.MaxAge(response));
        }
        catch (HttpRequestException e)
        {
            return Answer.Error<Verdict>(EndpointResponse.Fault(e));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static JsonContent Content(AuthorizationQuestion question, string requestId) => JsonContent.Create(new Dictionary<string, string>
    {
        ["user"] = question.User,
        ["keyFingerprint"] = question.KeyFingerprint,
        ["keyId"] = question.KeyId,
        ["service"] = question.Service.WireName(),
        ["access"] = question.Access == Access.Write ? "write" : "read",
        ["repository"] = question.Repository,
        ["backend"] = question.Backend,
        ["path"] = question.Path,
        ["clientAddress"] = string.Create(CultureInfo.InvariantCulture, $"{question.ClientAddress}"),
        ["requestId"] = requestId,
    });
}
