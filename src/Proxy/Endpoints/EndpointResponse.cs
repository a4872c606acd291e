namespace Sluice.Proxy.Endpoints;

/// <summary>What every endpoint's response says beside its content.</summary>
internal static class EndpointResponse
{
    /// <summary>How long the endpoint wants its answer to be kept at most (RFC 9111 section 5.2.2); null if it does not say, zero for not at all.</summary>
    public static TimeSpan? MaxAge(HttpResponseMessage response) => response.Headers.CacheControl switch
    {
        { NoStore: true } or { NoCache: true } => TimeSpan.Zero,
        var control => control?.MaxAge,
    };

    /// <summary>Why there was no response, as one sentence on one line.</summary>
    public static string Fault(HttpRequestException exception) => $"The endpoint does not answer: {exception.GetBaseException().Message.ReplaceLineEndings(" ")}";
}
