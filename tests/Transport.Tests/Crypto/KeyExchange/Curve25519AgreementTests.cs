using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class Curve25519AgreementTests
{
    [Theory]
    // The points of small order on the curve and its twist, in each encoding that 255 bits allow.
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void A_point_of_small_order_is_refused_in_both_roles(string point)
    {
        var value = Convert.FromHexString(point);
        using var server = new Curve25519Agreement();
        Assert.False(server.TryRespond(value, out _, out var secret));
        Assert.Empty(secret);
        using var client = new Curve25519Agreement();
        client.Start();
        Assert.False(client.TryFinish(value, out secret));
        Assert.Empty(secret);
    }

    [Fact]
    public void The_secret_is_the_output_of_X25519_as_a_number_in_network_order()
    {
        using var peer = X25519KeyPair.Generate();
        using var server = new Curve25519Agreement();
        Assert.True(server.TryRespond(peer.PublicKey, out var serverValue, out var secret));
        var raw = new byte[X25519KeyPair.Size];
        Assert.True(peer.TryAgree(serverValue, raw));
        Assert.Equal(SharedSecret.AsMpint(raw), secret);
    }
}
