using System.Net.Sockets;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Hosting;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice run</c>: serves until a signal comes.</summary>
internal static class RunCommand
{
    /// <summary>Reads the configuration, runs the host and gives the exit code.</summary>
    public static async Task<int> RunAsync(string file, LogFormat? format, TextWriter errors, CancellationToken cancellationToken)
    {
        var result = ConfigurationLoader.Load(file);
        if (result.Model is not { } model)
        {
            CheckCommand.Report(result.Faults, errors);
            return 1;
        }
        var source = new ConfigurationSource(() => ConfigurationLoader.Load(file));
        using var host = SluiceHost.Build(model with { LogFormat = format ?? model.LogFormat }, source: source);
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Sluice");
        using var crash = new CrashReport(
            host.Services.GetRequiredService<LiveSessions>(), new DirectLogger(format ?? model.LogFormat, Console.Error, TimeProvider.System), TimeProvider.System);
        crash.Install();
        logger.Starting(BuildVersion.Text, Environment.ProcessId);
        // Resolved before the run, which disposes of the host at its end.
        var services = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        try
        {
            await host.RunAsync(cancellationToken);
            // The host stops when a service fails, and keeps to itself that it did.
            foreach (var service in services) await (service.ExecuteTask ?? Task.CompletedTask);
            logger.Stopped();
            return 0;
        }
        catch (OperationCanceledException)
        {
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
