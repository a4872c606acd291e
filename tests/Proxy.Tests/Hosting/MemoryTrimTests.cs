using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Hosting;

using Xunit;

namespace Sluice.Proxy.Tests.Hosting;

public sealed class MemoryTrimTests
{
    private readonly MemoryTrim _trim;
    private int _released;

    public MemoryTrimTests() => _trim = new MemoryTrim(() => _released++, () => 0, NullLogger<MemoryTrim>.Instance);

    [Fact]
    public void Memory_is_given_back_once_a_crowd_has_left_and_once_more_for_the_pools()
    {
        Assert.False(Sample(0, connections: 1000));
        Assert.False(Sample(2, connections: 500));
        Assert.True(Sample(4, connections: 500));
        Assert.False(Sample(6, connections: 500));
        Assert.False(Sample(78, connections: 500));
        Assert.True(Sample(80, connections: 500));
        Assert.False(Sample(400, connections: 500));
        Assert.Equal(2, _released);
    }

    [Fact]
    public void Few_connections_that_leave_are_no_reason_to_hold_the_process_up()
    {
        Sample(0, connections: MemoryTrim.LeastConnections - 1, rented: MemoryTrim.LeastRented - 1);
        Assert.False(Sample(2));
        Assert.False(Sample(4));
        Assert.Equal(0, _released);
    }

    [Fact]
    public void Buffers_that_came_home_are_reason_enough()
    {
        Sample(0, connections: 5, rented: MemoryTrim.LeastRented);
        Assert.True(Sample(2, connections: 5, rented: MemoryTrim.LeastRented / 2));
    }

    [Fact]
    public void Those_who_are_still_leaving_are_waited_for()
    {
        Sample(0, connections: 1000);
        Assert.False(Sample(2, connections: 400));
        Assert.False(Sample(4, connections: 20));
        Assert.False(Sample(6));
        Assert.True(Sample(8));
    }

    [Fact]
    public void A_busy_process_is_held_up_only_if_it_stays_busy()
    {
        Sample(0, connections: 1000);
        Assert.False(Sample(2, connections: 100, processor: 1.5));
        Assert.False(Sample(30, connections: 100, processor: 1.5));
        Assert.True(Sample(62, connections: 100, processor: 1.5));
    }

    [Fact]
    public void A_crowd_that_came_back_before_it_was_quiet_is_left_alone()
    {
        Sample(0, connections: 1000);
        Assert.False(Sample(2, connections: 100, processor: 1.5));
        Assert.False(Sample(4, connections: 900));
        Assert.Equal(0, _released);
    }

    private bool Sample(double seconds, int connections = 0, long rented = 0, double processor = 0) =>
        _trim.OnSample(TimeSpan.FromSeconds(seconds), connections, rented, processor);
}
