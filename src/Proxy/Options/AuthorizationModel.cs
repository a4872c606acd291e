using Sluice.Proxy.Caching;

namespace Sluice.Proxy.Options;

/// <summary>The endpoint that is asked who may do what.</summary>
/// <param name="Endpoint">Where it is.</param>
/// <param name="Cache">How long an answer may take, and how long it is kept.</param>
internal sealed record AuthorizationModel(EndpointModel Endpoint, AnswerCacheOptions Cache)
{
    /// <summary>True if the one stands for the other, with all that it has answered.</summary>
    public bool IsSame(AuthorizationModel other) => Endpoint.IsSame(other.Endpoint) && Cache == other.Cache;
}
