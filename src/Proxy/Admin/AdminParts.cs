using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Admin.Live;
using Sluice.Proxy.Admin.Memory;
using Sluice.Proxy.Admin.Page;
using Sluice.Proxy.Hosting;

namespace Sluice.Proxy.Admin;

/// <summary>What the admin endpoint's nouns are made of.</summary>
internal static class AdminParts
{
    /// <summary>Adds the live sessions, the backends, memory and the page, and what samples them.</summary>
    public static IServiceCollection AddLiveView(this IServiceCollection services) => services
        .AddSingleton<TrafficRates>()
        .AddSingleton<SessionList>()
        .AddSingleton<SessionKill>()
        .AddSingleton<MemoryReader>()
        .AddSingleton<MemoryHistory>()
        .AddSingleton(provider => new MemoryTrim(MemoryRelease.Run, () => Environment.WorkingSet, provider.GetRequiredService<ILogger<MemoryTrim>>()))
        .AddHostedService<LiveSampler>()
        .AddSingleton<BackendRoutes>()
        .AddSingleton<IAdminRoutes, SessionRoutes>()
        .AddSingleton<IAdminRoutes>(provider => provider.GetRequiredService<BackendRoutes>())
        .AddSingleton<IAdminRoutes, MemoryRoutes>()
        .AddSingleton<IAdminRoutes, LiveEvents>()
        .AddSingleton<IAdminRoutes, PageRoutes>();
}
