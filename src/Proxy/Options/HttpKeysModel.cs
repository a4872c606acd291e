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
/// <param name="Url">The whole address, <c>http</c> or <c>https</c>.</param>
/// <param name="Format">How it is asked.</param>
/// <param name="TokenFile">The file with the secret, as a full path; null shows none.</param>
/// <param name="Authorities">Who may certify the endpoint; null leaves that to the system.</param>
/// <param name="MaxConnections">Questions that are under way at one time, at most.</param>
internal sealed record HttpKeysModel(
    Uri Url, HttpKeysFormat Format, string? TokenFile = null, X509Certificate2Collection? Authorities = null, int MaxConnections = 8);
