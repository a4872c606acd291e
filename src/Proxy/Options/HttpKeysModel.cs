using System.Security.Cryptography.X509Certificates;

namespace Sluice.Proxy.Options;

/// <summary>How an endpoint of users' keys is asked.</summary>
internal enum HttpKeysFormat
{
    /// <summary>The generic shape.</summary>
    Json,

    /// <summary>GitLab's internal API.</summary>
    GitLab,
}

/// <summary>The HTTP endpoint that users' keys are behind.</summary>
/// <inheritdoc cref="EndpointModel" path="/param"/>
/// <param name="Format">How it is asked.</param>
internal sealed record HttpKeysModel(
    Uri Url, HttpKeysFormat Format, string? TokenFile = null, X509Certificate2Collection? Authorities = null, int MaxConnections = 8)
    : EndpointModel(Url, TokenFile, Authorities, MaxConnections);
