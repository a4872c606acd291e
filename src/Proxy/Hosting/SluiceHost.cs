using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Admission;
using Sluice.Proxy.Authorization;
using Sluice.Proxy.Backends;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Relay;
using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Hosting;

/// <summary>Composes the Generic Host from a checked configuration.</summary>
internal static class SluiceHost
{
    // What remains to be done when the last request is over.
    private static readonly TimeSpan _afterDrain = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A host with model, routes, key directory, metrics, access log and the services that use them. Services may be
    /// added or replaced by <paramref name="configure"/> before it is built. Without a <paramref name="source"/> the configuration
    /// stays what it is.
    /// </summary>
    public static IHost Build(SluiceModel model, Action<IHostApplicationBuilder>? configure = null, ConfigurationSource? source = null)
    {
        // Empty: the configuration file is the only source of settings, and it is read already.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "sluice" });
        builder.Logging.AddSluiceConsole(model.LogFormat, model.LogLevel);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = model.DrainTimeout + _afterDrain);
        builder.Services
            .AddSingleton(model)
            .AddSingleton(source ?? new ConfigurationSource(() => new ConfigurationResult(model, [])))
            .AddSingleton(model.Routes)
            .AddSingleton(model.Keys)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(services => KeySources.Create(
                model.Keys, services.GetRequiredService<KeyMetrics>(), services.GetRequiredService<ILogger<KeyDirectory>>(), services.GetRequiredService<TimeProvider>()))
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
            .AddSingleton(CreateSessionServices)
            .AddSingleton<MetricsService>()
            .AddHostedService(services => services.GetRequiredService<MetricsService>())
            .AddSingleton<IAdminRoutes, KeyRoutes>()
            .AddSingleton<IAdminRoutes, WhyRoutes>()
            .AddLiveView()
            .AddSingleton<IAdminRoutes, EventRoutes>()
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
        var authorization = model.Authorization is { } endpoint
            ? new AuthorizationHook(
                endpoint, services.GetRequiredService<AuthorizationMetrics>(), services.GetRequiredService<ILogger<AuthorizationHook>>(), time)
            : null;
        return new SessionServices(
            services.GetRequiredService<CurrentModel>(),
            services.GetRequiredService<BackendDirectory>(),
            authorization,
            budget,
            services.GetRequiredService<AccessLog>(),
            metrics,
            services.GetRequiredService<LiveSessions>(),
            services.GetRequiredService<ILogger<ClientSession>>(),
            time);
    }
}
