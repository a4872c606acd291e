using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>An installation in which all three parties renew their keys every mebibyte.</summary>
public sealed class RekeyInstallation : IAsyncLifetime
{
    public Installation Site { get; private set; } = null!;

    public SshClient Alice => Site.Alice with { SshArguments = ["-o", "RekeyLimit=1M"], TimeLimit = TimeSpan.FromMinutes(3) };

    public async ValueTask InitializeAsync() =>
        Site = await Installation.StartAsync(new OpenSshServerOptions { RekeyLimit = "1M" }, site =>
        {
            site.Folder.Configuration.Section["RekeyLimit"] = "1M";
            site.Folder.Configuration.Backends["main"]!["RekeyLimit"] = "1M";
            return Task.CompletedTask;
        });

    public ValueTask DisposeAsync() => Site?.DisposeAsync() ?? ValueTask.CompletedTask;
}
