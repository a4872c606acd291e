using System.Net.Sockets;
using System.Runtime.InteropServices;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.GameDays.Faults;
using Sluice.Proxy.Hosting;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice run</c>: serves until a signal comes.</summary>
internal static class RunCommand
{
    /// <summary>The exit code of a process that ended although requests were running: they were cut.</summary>
    public const int Cut = 3;

    // Kept until the process is gone: a signal in its last moments, when nobody hears any more, would take its exit code away.
    private static readonly List<PosixSignalRegistration> _lastSignals = [];

    /// <summary>Reads the configuration, runs the host and gives the exit code: 0, 1 if it could not serve, 3 if the end cut requests.</summary>
    /// <param name="file">The configuration.</param>
    /// <param name="format">The form of log lines; null leaves it to the configuration.</param>
    /// <param name="gameDays">True enables game days, whatever the configuration says.</param>
    /// <param name="errors">Takes the configuration's faults.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<int> RunAsync(string file, LogFormat? format, bool gameDays, TextWriter errors, CancellationToken cancellationToken)
    {
        var inherited = InheritedSockets.Read(Environment.GetEnvironmentVariable, Environment.ProcessId, Libc.ParentProcessId());
        using var predecessor = inherited.Predecessor;
        var result = Read(file, format, gameDays);
        if (result.Model is not { } model)
        {
            CheckCommand.Report(result.Faults, errors);
            if (predecessor is not null) await predecessor.GiveUpAsync(string.Join(' ', result.Faults));
            return 1;
        }
        var source = new ConfigurationSource(() => Read(file, format, gameDays), Path.GetFullPath(file));
        var breakable = model.GameDays ? new BreakableStream(Console.OpenStandardError()) : null;
        await using var output = new LogOutput((Stream?)breakable ?? Console.OpenStandardError());
        output.Install();
        using var host = SluiceHost.Build(model, builder => Add(builder, breakable), source, inherited);
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Sluice");
        using var crash = new CrashReport(
            host.Services.GetRequiredService<LiveSessions>(), new DirectLogger(format ?? model.LogFormat, Console.Error, TimeProvider.System), TimeProvider.System);
        crash.Install();
        output.Logger = logger;
        logger.Starting(BuildVersion.Text, Environment.ProcessId);
        // Resolved before the run, which disposes of the host at its end.
        var services = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        var drain = host.Services.GetRequiredService<Drain>();
        try
        {
            await host.StartAsync(cancellationToken);
            foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }) _lastSignals.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = true));
            if (predecessor is not null) await predecessor.TakeOverAsync();
            host.Services.GetRequiredService<ServiceManager>().Ready();
            host.Services.GetRequiredService<Liveness>().Begin();
            await host.WaitForShutdownAsync(cancellationToken);
            // The host stops when a service fails, and keeps to itself that it did.
            foreach (var service in services) await (service.ExecuteTask ?? Task.CompletedTask);
            logger.Stopped();
            return drain.Cut > 0 ? Cut : 0;
        }
        catch (OperationCanceledException)
        {
            logger.Stopped();
            return drain.Cut > 0 ? Cut : 0;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            logger.CannotStart(e.Message);
            if (predecessor is { HasLeft: false }) await predecessor.GiveUpAsync(e.Message);
            return 1;
        }
    }

    // What the command line says stands above what the file says, at every reading.
    private static ConfigurationResult Read(string file, LogFormat? format, bool gameDays)
    {
        var result = ConfigurationLoader.Load(file);
        return result.Model is { } model ? result with { Model = model with { LogFormat = format ?? model.LogFormat, GameDays = gameDays || model.GameDays } } : result;
    }

    private static void Add(IHostApplicationBuilder builder, BreakableStream? breakable)
    {
        if (breakable is not null) builder.Services.AddSingleton(breakable);
    }
}
