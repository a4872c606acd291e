using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using Microsoft.AspNetCore.Http;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Testing;

using Xunit;

namespace Sluice.Proxy.Tests.Identity.Http;

/// <summary>Who is asked for keys has to prove who it is.</summary>
public sealed class HttpsKeysTests : IDisposable
{
    private readonly X509Certificate2 _certificate = Certify("localhost");

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public async Task An_endpoint_that_nobody_certified_is_not_asked() =>
        Assert.StartsWith("The endpoint does not answer: The remote certificate is invalid", await FaultAsync("localhost", authorities: null), StringComparison.Ordinal);

    [Fact]
    public async Task An_endpoint_of_a_configured_authority_is() =>
        Assert.Null(await FaultAsync("localhost", [_certificate]));

    [Fact]
    public async Task An_endpoint_of_another_name_is_not() =>
        Assert.StartsWith("The endpoint does not answer: The remote certificate is invalid", await FaultAsync("127.0.0.1", [_certificate]), StringComparison.Ordinal);

    [Fact]
    public async Task An_endpoint_of_another_authority_is_not()
    {
        using var other = Certify("localhost");
        Assert.StartsWith("The endpoint does not answer: The remote certificate is invalid", await FaultAsync("localhost", [other]), StringComparison.Ordinal);
    }

    private async Task<string?> FaultAsync(string host, X509Certificate2Collection? authorities)
    {
        var asked = 0;
        await using var server = await HttpServer.StartAsync(
            context =>
            {
                asked++;
                return context.Response.WriteAsync("{\"keys\":[]}");
            },
            _certificate);
        using var metrics = new KeyMetrics();
        var model = new HttpKeysModel(new Uri($"https://{host}:{server.Address.Port}/"), HttpKeysFormat.Json, Authorities: authorities);
        using var source = KeySources.Create(
            new KeysModel("", []) { Http = model, Cache = new AnswerCacheOptions { AskTimeout = TimeSpan.FromSeconds(20) } },
            metrics,
            new CapturedLog<KeyDirectory>(),
            TimeProvider.System);
        var lookup = await source.FindAsync(TestKeys.New(), CancellationToken.None);
        Assert.Equal(lookup.Fault is null ? 1 : 0, asked);
        return lookup.Fault;
    }

    private static X509Certificate2 Certify(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}-{Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}
