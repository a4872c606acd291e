using System.Net.Sockets;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Hosting;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice run</c>: serves until a signal comes.</summary>
internal static class RunCommand
{
    /// <summary>Reads the configuration, runs the host and gives the exit code.</summary>
    public static async Task<int> RunAsync(string file, LogFormat? format, CancellationToken cancellationToken)
    {
        var result = ConfigurationLoader.Load(file);
        if (result.Model is not { } model)
        {
            CheckCommand.Report(result.Faults, Console.Error);
            return 1;
        }
        using var host = SluiceHost.Build(model with { LogFormat = format ?? model.LogFormat });
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Sluice");
        logger.Starting(BuildVersion.Text, Environment.ProcessId);
        try
        {
            await host.RunAsync(cancellationToken);
            logger.Stopped();
            return 0;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            logger.CannotStart(e.Message);
            return 1;
        }
    }
}
