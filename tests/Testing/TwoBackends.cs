using System.Text.Json.Nodes;

namespace Sluice.Testing;

/// <summary>A site with two real sshds on the same repositories, which the proxy knows as one group.</summary>
public sealed class TwoBackends : IAsyncDisposable
{
    /// <summary>The backend that the installation has anyway.</summary>
    public const string FirstName = "main";

    /// <summary>The other one.</summary>
    public const string SecondName = "second";

    private TwoBackends(Installation site, OpenSshServer second)
    {
        Site = site;
        Second = second;
    }

    public Installation Site { get; }

    /// <summary>The sshd behind <see cref="SecondName"/>.</summary>
    public OpenSshServer Second { get; }

    /// <summary>Starts both and the proxy.</summary>
    /// <param name="options">What the sshds should be like.</param>
    /// <param name="adjust">Changes the proxy's configuration before it starts.</param>
    public static async Task<TwoBackends> StartAsync(OpenSshServerOptions? options = null, Action<Installation>? adjust = null)
    {
        var second = await OpenSshServer.StartAsync(options).ConfigureAwait(false);
        try
        {
            var site = await Installation.StartAsync(options, site =>
            {
                Join(site, second);
                adjust?.Invoke(site);
                return Task.CompletedTask;
            }).ConfigureAwait(false);
            return new TwoBackends(site, second);
        }
        catch
        {
            await second.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync().ConfigureAwait(false);
        await Second.DisposeAsync().ConfigureAwait(false);
    }

    private static void Join(Installation site, OpenSshServer second)
    {
        second.Authorize(site.Folder.Identity);
        var configuration = site.Folder.Configuration;
        configuration.AddBackend(site.Folder.Files, SecondName, second.Endpoint, site.Folder.Identity);
        var members = new JsonArray([.. new[] { FirstName, SecondName }.Select(name => new JsonObject { ["Backend"] = name })]);
        configuration.Section["BackendGroups"] = new JsonObject { ["both"] = new JsonObject { ["Members"] = members } };
        configuration.Section["MetricsListen"] = "127.0.0.1:0";
        configuration.Routes[0]!["Backend"] = "both";
    }
}
