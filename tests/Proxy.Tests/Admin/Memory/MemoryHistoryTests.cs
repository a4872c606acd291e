using Sluice.Proxy.Admin.Memory;

using Xunit;

namespace Sluice.Proxy.Tests.Admin.Memory;

public sealed class MemoryHistoryTests
{
    [Fact]
    public void It_keeps_the_last_ten_minutes_and_what_was_highest_before()
    {
        var history = new MemoryHistory();
        for (var i = 0; i < 2 * MemoryHistory.Length; i++) history.Add(Sample(i, i == 7 ? 5000 : 3, i == 9 ? 1 << 30 : 1 << 20));

        var kept = history.Read();
        Assert.Equal(MemoryHistory.Length, kept.Count);
        Assert.Equal(MemoryHistory.Length, kept[0].Time);
        Assert.Equal(0, history.First!.Time);
        Assert.Equal(7, history.MostConnections!.Time);
        Assert.Equal(9, history.MostResident!.Time);
        Assert.Equal((2 * MemoryHistory.Length) - 1, history.Last!.Time);
    }

    [Fact]
    public void A_connections_share_is_of_what_is_accounted_for_and_of_the_kernel()
    {
        Assert.Equal(0, Sample(0, 0, 1).PerConnection);
        Assert.Equal(50, Sample(0, 3, 1).PerConnection);
    }

    [Theory]
    [InlineData(100, 500, 100, 1.0)]
    [InlineData(100, 500, 300, 0.5)]
    [InlineData(100, 104, 100, null)]
    public void Given_back_is_the_part_that_is_resident_no_more(int first, int most, int now, double? share)
    {
        var page = new MemoryPage(Sample(2, 0, Mebibytes(now)), Sample(0, 0, Mebibytes(first)), null, Sample(1, 9, Mebibytes(most)), 0, 0, CollectorReport.Read(), []);
        Assert.Equal(share, page.GivenBack);
    }

    private static long Mebibytes(int count) => (long)count << 20;

    private static MemorySample Sample(long time, int connections, long resident) => new()
    {
        Time = time,
        Resident = resident,
        Heap = 0,
        Gen0 = 0,
        Gen1 = 0,
        Gen2 = 0,
        Large = 0,
        Pinned = 0,
        Fragmented = 0,
        Committed = 0,
        Paused = 0,
        AllocationRate = 0,
        Processor = 0,
        Rented = new Dictionary<string, long>(),
        Kernel = 50,
        Connections = connections,
        Requests = 0,
        Accounted = 100,
    };
}
