using System.Numerics;
using Org.BouncyCastle.Crypto.Agreement;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class SafePrimeTests
{
    private static readonly byte[] _group14 = DHStandardGroups.rfc3526_2048.P.ToByteArrayUnsigned();

    /// <summary>A safe prime of RFC 7919, which no list of ours has: ffdhe2048.</summary>
    private static readonly byte[] _foreign = DHStandardGroups.rfc7919_ffdhe2048.P.ToByteArrayUnsigned();

    [Fact]
    public void A_group_of_RFC_3526_is_known() => Assert.Same(DiffieHellmanGroups.Group14, SafePrime.Judge(_group14, [2]));

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void A_safe_prime_of_the_servers_own_is_taken_with_its_generator_and_remembered(byte generator)
    {
        var group = SafePrime.Judge(_foreign, [generator]);
        Assert.NotNull(group);
        Assert.Equal(_foreign, group.Prime.ToArray());
        Assert.Equal([generator], group.Generator);
        Assert.Same(group, SafePrime.Judge(_foreign, [generator]));
    }

    [Fact]
    public void A_composite_is_refused()
    {
        // Every other number of the right shape around a safe prime: 11 modulo 12.
        var prime = new BigInteger(_group14, isUnsigned: true, isBigEndian: true);
        for (var step = 1; step <= 8; step++) Assert.Null(Judge(prime - (12 * step)));
        var half = new BigInteger(DHStandardGroups.rfc3526_4096.P.ToByteArrayUnsigned().AsSpan(0, 128), isUnsigned: true, isBigEndian: true) | 1;
        Assert.Null(Judge(half * half));
    }

    [Fact]
    public void A_prime_that_is_not_safe_is_refused()
    {
        // The nearest prime below that of group 14 with the right remainders; half of it is composite.
        var number = new Org.BouncyCastle.Math.BigInteger(1, _group14).Subtract(Org.BouncyCastle.Math.BigInteger.ValueOf(12 * 61));
        Assert.True(number.IsProbablePrime(100));
        Assert.False(number.ShiftRight(1).IsProbablePrime(100));
        Assert.Null(SafePrime.Judge(number.ToByteArrayUnsigned(), [2]));
    }

    [Fact]
    public void A_prime_of_less_than_2048_bits_is_refused()
    {
        Assert.Null(SafePrime.Judge(DHStandardGroups.rfc3526_1536.P.ToByteArrayUnsigned(), [2]));
        Assert.Null(SafePrime.Judge(DHStandardGroups.rfc2409_1024.P.ToByteArrayUnsigned(), [2]));
        Assert.Null(SafePrime.Judge([], [2]));
        Assert.Null(SafePrime.Judge([7], [2]));
    }

    [Fact]
    public void A_prime_of_more_than_8192_bits_is_refused_without_work() =>
        Assert.Null(SafePrime.Judge([.. Enumerable.Repeat((byte)0xFF, 1032)], [2]));

    [Fact]
    public void A_generator_outside_2_to_p_less_2_is_refused()
    {
        var prime = new BigInteger(_foreign, isUnsigned: true, isBigEndian: true);
        Assert.Null(SafePrime.Judge(_foreign, []));
        Assert.Null(SafePrime.Judge(_foreign, [1]));
        Assert.Null(SafePrime.Judge(_foreign, (prime - 1).ToByteArray(isUnsigned: true, isBigEndian: true)));
        Assert.Null(SafePrime.Judge(_foreign, _foreign));
        Assert.Null(SafePrime.Judge(_foreign, (prime + 2).ToByteArray(isUnsigned: true, isBigEndian: true)));
    }

    [Theory]
    [InlineData(11, true)]
    [InlineData(23, true)]
    [InlineData(47, true)]
    [InlineData(59, true)]
    [InlineData(1283, true)]
    [InlineData(2039, true)]
    [InlineData(13, false)]
    [InlineData(31, false)]
    [InlineData(35, false)]
    [InlineData(71, false)]
    [InlineData(191, false)]
    public void Small_numbers_are_told_apart(int number, bool isSafe)
    {
        // Sophie Germain's are few below 2048: a trial division is the oracle.
        Assert.Equal(IsPrime(number) && IsPrime((number - 1) / 2), isSafe);
        var bytes = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        Assert.Equal(isSafe, SafePrime.IsSafePrime(bytes));
    }

    private static DiffieHellmanGroup? Judge(BigInteger number) => SafePrime.Judge(number.ToByteArray(isUnsigned: true, isBigEndian: true), [2]);

    private static bool IsPrime(int number) => number > 1 && Enumerable.Range(2, number).TakeWhile(i => i * i <= number).All(i => number % i != 0);
}
