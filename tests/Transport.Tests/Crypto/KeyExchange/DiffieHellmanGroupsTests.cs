using Org.BouncyCastle.Crypto.Agreement;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class DiffieHellmanGroupsTests
{
    [Fact]
    public void Named_groups_are_those_of_RFC_3526()
    {
        Assert.Equal(DHStandardGroups.rfc3526_2048.P.ToByteArrayUnsigned(), DiffieHellmanGroups.Group14.Prime.ToArray());
        Assert.Equal(DHStandardGroups.rfc3526_4096.P.ToByteArrayUnsigned(), DiffieHellmanGroups.Group16.Prime.ToArray());
        Assert.Equal(DHStandardGroups.rfc3526_8192.P.ToByteArrayUnsigned(), DiffieHellmanGroups.Group18.Prime.ToArray());
        Assert.Equal([2], DiffieHellmanGroups.Group18.Generator);
    }

    [Theory]
    // The smallest from n on.
    [InlineData(1024, 1024, 8192, 2048)]
    [InlineData(2048, 2048, 8192, 2048)]
    [InlineData(2048, 2049, 8192, 3072)]
    [InlineData(2048, 3072, 8192, 3072)]
    [InlineData(2048, 4095, 8192, 4096)]
    [InlineData(2048, 7680, 8192, 8192)]
    [InlineData(4096, 4096, 4096, 4096)]
    // None from n on: the largest that is allowed.
    [InlineData(2048, 8192, 16384, 8192)]
    [InlineData(2048, 16384, 16384, 8192)]
    [InlineData(1024, 5000, 5000, 4096)]
    // The old form leaves the bounds open.
    [InlineData(0, 1024, uint.MaxValue, 2048)]
    public void Choose_takes_the_smallest_group_that_is_large_enough(uint min, uint preferred, uint max, int bits) =>
        Assert.Equal(bits, DiffieHellmanGroups.Choose(min, preferred, max)?.Bits);

    [Theory]
    [InlineData(512, 1024, 1024)]
    [InlineData(1024, 2000, 2047)]
    [InlineData(2049, 2500, 3071)]
    [InlineData(8193, 9000, 16384)]
    public void Choose_refuses_bounds_that_no_group_keeps(uint min, uint preferred, uint max) =>
        Assert.Null(DiffieHellmanGroups.Choose(min, preferred, max));

    [Fact]
    public void Find_knows_the_groups_by_their_primes()
    {
        Assert.Same(DiffieHellmanGroups.Group16, DiffieHellmanGroups.Find(DiffieHellmanGroups.Group16.Prime));
        var other = DiffieHellmanGroups.Group16.Prime.ToArray();
        other[100] ^= 1;
        Assert.Null(DiffieHellmanGroups.Find(other));
    }
}
