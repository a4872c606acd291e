using System.Security.Cryptography.X509Certificates;

namespace Sluice.Proxy.Options;

/// <summary>An HTTP endpoint of the operator's that Sluice asks.</summary>
/// <param name="Url">The whole address, <c>http</c> or <c>https</c>.</param>
/// <param name="TokenFile">The file with the secret, as a full path; null shows none.</param>
/// <param name="Authorities">Who may certify the endpoint; null leaves that to the system.</param>
/// <param name="MaxConnections">Questions that are under way at one time, at most.</param>
internal record EndpointModel(Uri Url, string? TokenFile = null, X509Certificate2Collection? Authorities = null, int MaxConnections = 8)
{
    /// <summary>True if the one stands for the other.</summary>
    public bool IsSame(EndpointModel other) =>
        this with { Authorities = null } == other with { Authorities = null }
        && Thumbprints(Authorities).SequenceEqual(Thumbprints(other.Authorities)) && Authorities is null == other.Authorities is null;

    private static IEnumerable<string> Thumbprints(X509Certificate2Collection? certificates) => (certificates ?? []).Select(certificate => certificate.Thumbprint);
}
