using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Options;

public sealed class PoolOptionsTests
{
    [Fact]
    public void Without_a_word_connections_are_shared_and_one_is_kept_ready()
    {
        var pool = Build(new BackendConfig(), out var faults);

        Assert.Empty(faults);
        Assert.Equal(new PoolModel(), pool);
        Assert.True(pool.Sharing);
        Assert.Equal((1, 20, 10), (pool.MinIdle, pool.MaxConnections, pool.MaxSessionsPerConnection));
    }

    [Fact]
    public void Every_word_is_read()
    {
        var pool = Build(
            new BackendConfig
            {
                Sharing = "off",
                MinIdle = "3",
                MaxConnections = "7",
                MaxSessionsPerConnection = "50",
                QueueLength = "0",
                QueueTimeout = "1m",
                IdleTimeout = "1h",
                StallTimeout = "2s",
            },
            out var faults);

        Assert.Empty(faults);
        var expected = new PoolModel
        {
            Sharing = false,
            MinIdle = 3,
            MaxConnections = 7,
            MaxSessionsPerConnection = 50,
            QueueLength = 0,
            QueueTimeout = TimeSpan.FromMinutes(1),
            IdleTimeout = TimeSpan.FromHours(1),
            StallTimeout = TimeSpan.FromSeconds(2),
        };
        Assert.Equal(expected, pool);
    }

    [Fact]
    public void What_makes_no_sense_is_told()
    {
        Build(
            new BackendConfig
            {
                Sharing = "maybe",
                MinIdle = "30",
                MaxSessionsPerConnection = "0",
                QueueLength = "-1",
                QueueTimeout = "0",
                IdleTimeout = "2d",
                StallTimeout = "soon",
            },
            out var faults);

        Assert.Equal(
            ["B:IdleTimeout", "B:MaxSessionsPerConnection", "B:MinIdle", "B:QueueLength", "B:QueueTimeout", "B:Sharing", "B:StallTimeout"],
            faults.Select(fault => fault.Key).Order(StringComparer.Ordinal));
        Assert.Contains("more than MaxConnections (20)", faults.Single(fault => fault.Key == "B:MinIdle").Sentence, StringComparison.Ordinal);
    }

    private static PoolModel Build(BackendConfig config, out IReadOnlyList<Fault> faults)
    {
        var collected = new Faults("B");
        var pool = PoolSection.Build(config, collected);
        faults = collected.All;
        return pool;
    }
}
