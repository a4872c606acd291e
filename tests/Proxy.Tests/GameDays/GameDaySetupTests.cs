using Microsoft.Extensions.DependencyInjection;

using Sluice.Proxy.Admin;
using Sluice.Proxy.GameDays;
using Sluice.Proxy.GameDays.Faults;
using Sluice.Proxy.Hosting;
using Sluice.Proxy.Tests.Hosting;
using Sluice.Proxy.Tests.Sessions;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.GameDays;

[Collection(nameof(Stage))]
public sealed class GameDaySetupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_game_days_there_is_nothing_in_the_process_that_could_fail_on_purpose()
    {
        using var host = SluiceHost.Build(SluiceHostTests.Model(_folder));
        Assert.Empty(host.Services.GetServices<IGameDayFault>());
        Assert.Null(host.Services.GetService<NetworkFaults>());
        Assert.Null(host.Services.GetService<GameDaySeams>());
        Assert.Same(TimeProvider.System, host.Services.GetRequiredService<TimeProvider>());
        Assert.Single(host.Services.GetServices<IAdminRoutes>().OfType<NoGameDays>());
    }

    [Fact]
    public void With_game_days_every_fault_is_there_with_its_words()
    {
        using var host = SluiceHost.Build(SluiceHostTests.Model(_folder) with { GameDays = true });
        var day = host.Services.GetRequiredService<GameDay>();
        Assert.Equal(
            [
                "authorization-down", "authorization-slow", "backend-blackholed", "backend-killed", "backend-refused", "backend-resetting", "backend-slow", "clock-jump",
                "descriptors-exhausted", "key-directory-down", "log-disk-full", "memory-budget-reached", "rekey-storm",
            ],
            day.Faults.Select(fault => fault.Name));
        Assert.All(day.Faults, fault => Assert.EndsWith(".", fault.Does + fault.Expects, StringComparison.Ordinal));
        Assert.NotNull(day.Faults.Single(fault => fault.Name == "authorization-down").Missing);
        Assert.Empty(host.Services.GetServices<IAdminRoutes>().OfType<NoGameDays>());
    }

    [Fact]
    public void The_clock_jumps_and_comes_back()
    {
        using var host = SluiceHost.Build(SluiceHostTests.Model(_folder) with { GameDays = true });
        var day = host.Services.GetRequiredService<GameDay>();
        var time = host.Services.GetRequiredService<TimeProvider>();
        Assert.Null(day.Begin(day.Faults.OfType<ClockJump>().Single(), new GameDayRequest(By: "2d"), "a tester"));
        Assert.InRange((time.GetUtcNow() - DateTimeOffset.UtcNow).TotalDays, 1.99, 2.01);
        Assert.True(day.Stop("it is done"));
        Assert.InRange((time.GetUtcNow() - DateTimeOffset.UtcNow).TotalMinutes, -1, 1);
    }
}
