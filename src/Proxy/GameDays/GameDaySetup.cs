using Microsoft.Extensions.DependencyInjection;

using Sluice.Proxy.Admin;
using Sluice.Proxy.GameDays.Faults;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.GameDays;

/// <summary>Decides once, when the process is composed, whether faults can be let in.</summary>
internal static class GameDaySetup
{
    /// <summary>Adds either all of it, or the sentence that it is not enabled.</summary>
    /// <param name="services">The process.</param>
    /// <param name="model">Says whether.</param>
    public static IServiceCollection AddGameDays(this IServiceCollection services, SluiceModel model)
    {
        if (!model.GameDays) return services.AddSingleton<IAdminRoutes, NoGameDays>();
        return services
            .AddSingleton(provider => new GameDaySeams(provider.GetService<BreakableStream>()))
            .AddSingleton(provider => provider.GetRequiredService<GameDaySeams>().Network)
            .AddSingleton<Func<DelegatingHandler>>(provider => provider.GetRequiredService<GameDaySeams>().BeforeAuthorization)
            .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<GameDaySeams>().Time)
            .AddSingleton<IGameDayFault, BackendRefused>()
            .AddSingleton<IGameDayFault, BackendBlackholed>()
            .AddSingleton<IGameDayFault, BackendSlow>()
            .AddSingleton<IGameDayFault, BackendKilled>()
            .AddSingleton<IGameDayFault, BackendResetting>()
            .AddSingleton<IGameDayFault, KeyDirectoryDown>()
            .AddSingleton<IGameDayFault, AuthorizationDown>()
            .AddSingleton<IGameDayFault, AuthorizationSlow>()
            .AddSingleton<IGameDayFault, RekeyStorm>()
            .AddSingleton<IGameDayFault, DescriptorsExhausted>()
            .AddSingleton<IGameDayFault, MemoryBudgetReached>()
            .AddSingleton<IGameDayFault, LogDiskFull>()
            .AddSingleton<IGameDayFault, ClockJump>()
            .AddSingleton<GameDay>()
            .AddSingleton<GameDayMetrics>()
            .AddSingleton<IAdminRoutes, GameDayRoutes>()
            .AddHostedService(provider =>
            {
                provider.GetRequiredService<GameDayMetrics>();
                return provider.GetRequiredService<GameDay>();
            });
    }
}
