using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Admission;
using Sluice.Proxy.Authorization;
using Sluice.Proxy.Backends;
using Sluice.Proxy.GameDays;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Relay;
using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Hosting;

/// <summary>Composes the Generic Host from a checked configuration.</summary>
internal static class SluiceHost
{
    /// <summary>
    /// A host with model, routes, key directory, metrics, access log and the services that use them. Services may be
    /// added or replaced by <paramref name="configure"/> before it is built. Without a <paramref name="source"/> the configuration
    /// stays what it is.
    /// </summary>
    /// <param name="model">The configuration.</param>
    /// <param name="configure">Changes the services before the host is built.</param>
    /// <param name="source">Reads the configuration again.</param>
    /// <param name="inherited">What the process was started with; null is nothing.</param>
    public static IHost Build(
        SluiceModel model, Action<IHostApplicationBuilder>? configure = null, ConfigurationSource? source = null, InheritedSockets? inherited = null)
    {
        // Empty: the configuration file is the only source of settings, and it is read already.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "sluice" });
        builder.Logging.AddSluiceConsole(model.LogFormat, model.LogLevel);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        // The drain has a limit of its own, which may change.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services
            .AddSingleton(model)
            .AddSingleton(source ?? new ConfigurationSource(() => new ConfigurationResult(model, [])))
            .AddSingleton(model.Routes)
            .AddSingleton(model.Keys)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(inherited ?? InheritedSockets.None)
            .AddSingleton<HttpSockets>()
            .AddSingleton<Func<KeysModel, IKeySource>>(services => keys => KeySources.Create(
                keys, services.GetRequiredService<KeyMetrics>(), services.GetRequiredService<ILogger<KeyDirectory>>(), services.GetRequiredService<TimeProvider>(),
                services.GetService<GameDaySeams>() is { } seams ? seams.Before : null))
            .AddSingleton(services => services.GetRequiredService<Func<KeysModel, IKeySource>>()(model.Keys))
            .AddSingleton<KeyDirectory>()
            .AddSingleton<SluiceMetrics>()
            .AddSingleton<KeyMetrics>()
            .AddSingleton<AccessLog>()
            .AddSingleton<Readiness>()
            .AddSingleton<CurrentModel>()
            .AddSingleton(CreateAdmission)
            .AddSingleton<LiveSessions>()
            .AddSingleton<BackendDirectory>()
            .AddSingleton<Reload>()
            .AddSingleton<AuthorizationMetrics>()
            .AddSingleton<CurrentAuthorization>()
            .AddSingleton(services => new ServiceManager(Environment.GetEnvironmentVariable, Environment.ProcessId, services.GetRequiredService<ILogger<ServiceManager>>()))
            .AddSingleton<FrontDoor>()
            .AddSingleton<Drain>()
            .AddSingleton<Upgrade>()
            .AddSingleton<ConfigurationWatch>()
            .AddSingleton<Liveness>()
            .AddSingleton<IAdminRoutes, DrainRoutes>()
            .AddSingleton<IAdminRoutes, UpgradeRoutes>()
            .AddSingleton(CreateSessionServices)
            .AddSingleton<MetricsService>()
            .AddHostedService(services => services.GetRequiredService<MetricsService>())
            .AddSingleton<IAdminRoutes, KeyRoutes>()
            .AddSingleton<IAdminRoutes, WhyRoutes>()
            .AddLiveView()
            .AddSingleton<IAdminRoutes, EventRoutes>()
            .AddGameDays(model)
            .AddSingleton<AdminService>()
            .AddHostedService(services => services.GetRequiredService<AdminService>())
            .AddHostedService<RequestSweep>()
            .AddHostedService<ProxyService>();
        configure?.Invoke(builder);
        return builder.Build();
    }

    private static AdmissionGate CreateAdmission(IServiceProvider services)
    {
        var current = services.GetRequiredService<CurrentModel>();
        return new AdmissionGate(
            () => current.Value.Admission, services.GetRequiredService<SluiceMetrics>().Admission, services.GetRequiredService<ILogger<AdmissionGate>>(), services.GetRequiredService<TimeProvider>());
    }

    private static SessionServices CreateSessionServices(IServiceProvider services)
    {
        var model = services.GetRequiredService<SluiceModel>();
        var time = services.GetRequiredService<TimeProvider>();
        var metrics = services.GetRequiredService<SluiceMetrics>();
        var budget = new MemoryBudget(model.MemoryBudget, time);
        metrics.ObserveMemory(() => budget.Reserved, () => budget.Waiting);
        return new SessionServices(
            services.GetRequiredService<CurrentModel>(),
            services.GetRequiredService<BackendDirectory>(),
            services.GetRequiredService<CurrentAuthorization>(),
            budget,
            services.GetRequiredService<AccessLog>(),
            metrics,
            services.GetRequiredService<LiveSessions>(),
            services.GetRequiredService<ILogger<ClientSession>>(),
            time);
    }
}
