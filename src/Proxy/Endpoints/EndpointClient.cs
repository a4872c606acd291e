using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Endpoints;

/// <summary>Makes the HTTP client that asks an endpoint of the operator's.</summary>
internal static class EndpointClient
{
    /// <summary>Bytes of the longest answer that is read.</summary>
    public const int LongestAnswer = 64 << 10;

    private const int LongestHeadersKiB = 16;

    /// <summary>A client that keeps its connections, follows nobody elsewhere with the secret, and reads no more than it must.</summary>
    /// <param name="model">Where it is.</param>
    /// <param name="timeout">For making a connection.</param>
    /// <param name="before">Stands before the network; null is nothing.</param>
    public static HttpClient Create(EndpointModel model, TimeSpan timeout, DelegatingHandler? before = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = timeout,
            MaxConnectionsPerServer = model.MaxConnections,
            MaxResponseHeadersLength = LongestHeadersKiB,
            // So that a name which moves to another address is followed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        };
        if (model.Authorities is { } authorities) handler.SslOptions = Trust(authorities);
        // Who asks has a token that ends each question in time; a second clock would only hide whose time was up.
        if (before is not null) before.InnerHandler = handler;
        var client = new HttpClient((HttpMessageHandler?)before ?? handler) { MaxResponseContentBufferSize = LongestAnswer, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Sluice");
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        return client;
    }

    // A private authority in place of the system's, for this endpoint alone. Names and dates are checked as ever.
    private static SslClientAuthenticationOptions Trust(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }
}
