using System.Net;
using System.Security.Cryptography.X509Certificates;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Testing;

/// <summary>A real HTTP server on a loopback port, that answers what a test wants.</summary>
public sealed class HttpServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private HttpServer(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>Its root.</summary>
    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="answer">Answers each request.</param>
    /// <param name="certificate">What it proves itself by; null speaks plain HTTP.</param>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<HttpServer> StartAsync(Func<HttpContext, Task> answer, X509Certificate2? certificate = null, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        var application = builder.Build();
        application.Run(context => answer(context));
        await application.StartAsync().ConfigureAwait(false);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new HttpServer(application, new Uri(addresses.Addresses.First()));
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _application.StopAsync(now.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}
