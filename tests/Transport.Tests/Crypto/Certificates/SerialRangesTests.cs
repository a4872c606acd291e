using Sluice.Transport.Crypto.Certificates;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Certificates;

public sealed class SerialRangesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Ranges_in_any_order_hold_what_was_added_and_nothing_else(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var ranges = new SerialRanges();
            var expected = new HashSet<ulong>();
            for (var i = random.Next(12); i > 0; i--)
            {
                var first = (ulong)random.Next(1, 100);
                var last = first + (ulong)random.Next(0, 10);
                ranges.Add(first, last);
                for (var serial = first; serial <= last; serial++) expected.Add(serial);
            }
            ranges.Complete();
            for (var serial = 0UL; serial < 120; serial++) Assert.Equal(expected.Contains(serial), ranges.Contains(serial));
        }
    }

    [Fact]
    public void The_largest_serial_has_no_neighbour()
    {
        var ranges = new SerialRanges();
        ranges.Add(ulong.MaxValue, ulong.MaxValue);
        ranges.Add(1, 1);
        ranges.Complete();
        Assert.True(ranges.Contains(ulong.MaxValue));
        Assert.True(ranges.Contains(1));
        Assert.False(ranges.Contains(0));
        Assert.False(ranges.Contains(2));
    }
}
