using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class SharedSecretTests
{
    [Theory]
    [InlineData("7f01", "000000027f01")]
    [InlineData("8001", "00000003008001")]
    [InlineData("00007f", "000000017f")]
    [InlineData("0080", "000000020080")]
    [InlineData("0000", "00000000")]
    public void AsMpint_is_the_number_without_needless_zeros(string secret, string encoded) =>
        Assert.Equal(encoded, Convert.ToHexStringLower(SharedSecret.AsMpint(Convert.FromHexString(secret))));

    [Fact]
    public void AsString_keeps_every_byte() =>
        Assert.Equal("00000003008001", Convert.ToHexStringLower(SharedSecret.AsString([0x00, 0x80, 0x01])));
}
