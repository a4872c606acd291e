using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class SortingNetworkTests
{
    [Fact]
    public void A_single_key_at_a_time_is_sorted() => Check(SortingNetwork.Sort<SingleLane, uint>);

    [Fact]
    public void Vectors_of_128_bits_are_sorted() => Check(SortingNetwork.Sort<Lanes128, Vector128<uint>>);

    [Fact]
    public void Vectors_of_256_bits_are_sorted() => Check(SortingNetwork.Sort<Lanes256, Vector256<uint>>);

    [Fact]
    public void Vectors_of_512_bits_are_sorted() => Check(SortingNetwork.Sort<Lanes512, Vector512<uint>>);

    [Fact]
    public void The_machines_choice_is_sorted() => Check(SortingNetwork.Sort);

    private static void Check(Sorter sort)
    {
        var random = new Random(1);
        for (var run = 0; run < 100; run++)
        {
            var keys = new uint[SortingNetwork.Length];
            random.NextBytes(MemoryMarshal.AsBytes(keys.AsSpan()));
            // Few different keys in some runs, and the extremes of unsigned words in all.
            if (run % 2 == 0) keys = [.. keys.Select(key => key % (uint)(run + 1))];
            (keys[random.Next(1024)], keys[random.Next(1024)]) = (0, uint.MaxValue);
            var expected = keys.Order().ToArray();
            var sorted = new uint[SortingNetwork.Length];
            sort(keys, sorted);
            Assert.Equal(expected, sorted);
        }
    }

    /// <summary>A network sorts everything if it sorts all zeros and ones; here, each number of ones, in some order.</summary>
    [Fact]
    public void Any_number_of_ones_is_sorted()
    {
        var random = new Random(2);
        for (var ones = 0; ones <= SortingNetwork.Length; ones++)
        {
            var keys = Enumerable.Range(0, SortingNetwork.Length).Select(i => i < ones ? 1u : 0u).ToArray();
            random.Shuffle(keys);
            var sorted = new uint[SortingNetwork.Length];
            SortingNetwork.Sort(keys, sorted);
            Assert.Equal(SortingNetwork.Length - ones, sorted.Count(key => key == 0));
            Assert.Equal(sorted.Order(), sorted);
        }
    }

    private delegate void Sorter(Span<uint> keys, Span<uint> sorted);
}
