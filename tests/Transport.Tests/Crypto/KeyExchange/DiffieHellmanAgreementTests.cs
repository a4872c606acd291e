using System.Numerics;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class DiffieHellmanAgreementTests
{
    private static readonly BigInteger _prime = new(DiffieHellmanGroups.Group14.Prime, isUnsigned: true, isBigEndian: true);

    [Fact]
    public void Both_roles_agree_with_BouncyCastle()
    {
        foreach (var parameters in new[] { DHStandardGroups.rfc3526_2048, DHStandardGroups.rfc3526_4096, DHStandardGroups.rfc3526_8192 })
        {
            var group = DiffieHellmanGroups.Find(parameters.P.ToByteArrayUnsigned())!;
            var generator = new DHKeyPairGenerator();
            generator.Init(new DHKeyGenerationParameters(new SecureRandom(), parameters));
            var peer = generator.GenerateKeyPair();
            var peerValue = ((DHPublicKeyParameters)peer.Public).Y.ToByteArray();
            var oracle = new DHBasicAgreement();
            oracle.Init(peer.Private);
            using var server = new DiffieHellmanAgreement(group);
            Assert.True(server.TryRespond(peerValue, out var serverValue, out var secret));
            Assert.Equal(Encode(oracle, parameters, serverValue), secret);
            using var client = new DiffieHellmanAgreement(group);
            var clientValue = client.Start();
            Assert.True(client.TryFinish(peerValue, out secret));
            Assert.Equal(Encode(oracle, parameters, clientValue), secret);
        }
    }

    public static TheoryData<string> Refused => new()
    {
        { "" },
        { Hex(0) },
        { Hex(1) },
        { Hex(_prime - 1) },
        { Hex(_prime) },
        { Hex(_prime + 1) },
        { Hex(2 * _prime) },
        { Hex((_prime * _prime) + 2) },
        { Hex(-1) },
        { Hex(-2) },
        { Hex(-_prime + 2) },
        // Negative for want of the leading zero.
        { Hex(_prime - 2)[2..] },
        // Needless zeros.
        { "00" },
        { "0002" },
        { "0000" + Hex(_prime - 2) },
    };

    [Theory, MemberData(nameof(Refused))]
    public void A_value_that_is_not_between_1_and_p_less_1_is_refused_in_both_roles(string value)
    {
        var bytes = Convert.FromHexString(value);
        using var server = new DiffieHellmanAgreement(DiffieHellmanGroups.Group14);
        Assert.False(server.TryRespond(bytes, out var serverValue, out var secret));
        Assert.Empty(serverValue);
        Assert.Empty(secret);
        using var client = new DiffieHellmanAgreement(DiffieHellmanGroups.Group14);
        client.Start();
        Assert.False(client.TryFinish(bytes, out secret));
        Assert.Empty(secret);
    }

    [Fact]
    public void The_smallest_and_the_largest_value_are_taken_in_both_roles()
    {
        foreach (var value in new[] { Hex(2), Hex(3), Hex(_prime - 2) })
        {
            using var server = new DiffieHellmanAgreement(DiffieHellmanGroups.Group14);
            Assert.True(server.TryRespond(Convert.FromHexString(value), out _, out _), value);
            using var client = new DiffieHellmanAgreement(DiffieHellmanGroups.Group14);
            client.Start();
            Assert.True(client.TryFinish(Convert.FromHexString(value), out _), value);
        }
    }

    [Fact]
    public void Own_values_are_mpints()
    {
        using var client = new DiffieHellmanAgreement(DiffieHellmanGroups.Group14);
        for (var run = 0; run < 30; run++)
        {
            var value = client.Start();
            var number = new BigInteger(value, isBigEndian: true);
            Assert.True(number > 1 && number < _prime - 1);
            Assert.Equal(number.ToByteArray(isBigEndian: true), value);
        }
    }

    [Fact]
    public void A_run_without_a_group_takes_one_and_only_one()
    {
        using var server = new DiffieHellmanAgreement(null);
        Assert.True(server.NeedsGroup);
        Assert.Throws<InvalidOperationException>(() => server.Start());
        Assert.Throws<InvalidOperationException>(() => server.TryRespond([2], out _, out _));
        server.TakeGroup(DiffieHellmanGroups.Group14);
        Assert.False(server.NeedsGroup);
        Assert.True(server.TryRespond([2], out _, out _));
        Assert.Throws<InvalidOperationException>(() => server.TakeGroup(DiffieHellmanGroups.Group16));
    }

    private static string Hex(BigInteger number) => Convert.ToHexString(number.ToByteArray(isBigEndian: true));

    private static byte[] Encode(DHBasicAgreement oracle, DHParameters parameters, byte[] value)
    {
        var peer = new DHPublicKeyParameters(new Org.BouncyCastle.Math.BigInteger(1, value), parameters);
        return SharedSecret.AsMpint(oracle.CalculateAgreement(peer).ToByteArrayUnsigned());
    }
}
