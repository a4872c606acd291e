using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Agreement;
using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Handshake;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;
using Xunit;

namespace Sluice.Transport.Tests.Handshake;

/// <summary>RFC 4419 by hand against each of our roles.</summary>
public sealed class GroupExchangeTests
{
    private static readonly AlgorithmPreferences _wish = new() { KexAlgorithms = "diffie-hellman-group-exchange-sha256" };

    [Theory]
    [InlineData(true, 2048, 2048, 8192, 2048)]
    [InlineData(true, 1024, 3000, 4000, 3072)]
    // The old form (RFC 4419 section 5) has n alone, in the hash too.
    [InlineData(false, 0, 2048, 0, 2048)]
    [InlineData(false, 0, 3072, 0, 3072)]
    public void A_server_hashes_what_was_asked_and_the_group(bool hasBounds, int min, int preferred, int max, int bits)
    {
        using var pair = new MachinePair(_wish, _wish);
        pair.Server.OnKexInit(pair.Client.OwnInitPayload);
        byte[] request = hasBounds ? [34, .. UInt32(min), .. UInt32(preferred), .. UInt32(max)] : [30, .. UInt32(preferred)];
        var group = pair.Server.OnMessage(request);
        Assert.Equal(KexAction.Send, group.Action);
        Assert.True(KexDhGexGroupMessage.TryParse(group.Message, out var parameters));
        Assert.Equal(bits / 8, parameters.Prime.Length);
        Assert.Equal([2], parameters.Generator.ToArray());

        var prime = new BigInteger(parameters.Prime, isUnsigned: true, isBigEndian: true);
        var exponent = new BigInteger(RandomNumberGenerator.GetBytes(40), isUnsigned: true);
        var e = Mpint(BigInteger.ModPow(2, exponent, prime));
        var reply = pair.Server.OnMessage([32, .. e]);
        Assert.Equal(KexAction.SendNewKeys, reply.Action);
        Assert.Equal(33, reply.Message![0]);
        Assert.True(KexEcdhReplyMessage.TryParse(reply.Message, out var answer));
        var secret = BigInteger.ModPow(new BigInteger(answer.ServerValue, isBigEndian: true), exponent, prime);

        byte[] hashed =
        [
            .. String(Encoding.ASCII.GetBytes(MachinePair.ClientIdentification)), .. String(Encoding.ASCII.GetBytes(MachinePair.ServerIdentification)),
            .. String(pair.Client.OwnInitPayload), .. String(pair.Server.OwnInitPayload), .. String(answer.HostKey.ToArray()),
            .. request.AsSpan(1), .. Mpint(prime), .. Mpint(2), .. e, .. String(answer.ServerValue.ToArray()), .. Mpint(secret),
        ];
        Assert.Equal(SHA256.HashData(hashed), pair.Server.Hash);
    }

    [Theory]
    [InlineData(1024, 1024, 1024)]
    [InlineData(9000, 9000, 16384)]
    [InlineData(2049, 3000, 3071)]
    public void A_server_refuses_bounds_that_no_group_keeps(int min, int preferred, int max)
    {
        using var pair = new MachinePair(_wish, _wish);
        pair.Server.OnKexInit(pair.Client.OwnInitPayload);
        var step = pair.Server.OnMessage([34, .. UInt32(min), .. UInt32(preferred), .. UInt32(max)]);
        Assert.Equal(new End(EndReason.KeyExchangeFailed, EndSide.Peer, $"No group has {min} to {max} bits; 2048 to 8192 are offered."), step.End);
    }

    [Theory]
    [InlineData("22000010000000080000002000")]
    [InlineData("22000008000000200000001000")]
    [InlineData("2200000800000020")]
    [InlineData("2200000800000020000000300000")]
    [InlineData("1e00000800000020000000300000")]
    [InlineData("22")]
    public void A_server_refuses_a_request_that_is_malformed_or_out_of_order(string request)
    {
        using var pair = new MachinePair(_wish, _wish);
        pair.Server.OnKexInit(pair.Client.OwnInitPayload);
        Assert.Equal(EndReason.ProtocolViolation, pair.Server.OnMessage(Convert.FromHexString(request)).End!.Reason);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void A_server_wants_the_request_first(byte number)
    {
        using var pair = new MachinePair(_wish, _wish);
        pair.Server.OnKexInit(pair.Client.OwnInitPayload);
        Assert.Equal("A key exchange message came out of turn", pair.Server.OnMessage([number, 0, 0, 0, 1, 2]).End!.Detail);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(34)]
    public void A_server_wants_the_value_next(byte number)
    {
        using var pair = new MachinePair(_wish, _wish);
        pair.Server.OnKexInit(pair.Client.OwnInitPayload);
        pair.Server.OnMessage([34, .. UInt32(2048), .. UInt32(2048), .. UInt32(2048)]);
        Assert.Equal("A key exchange message came out of turn", pair.Server.OnMessage([number, .. UInt32(2048), .. UInt32(2048), .. UInt32(2048)]).End!.Detail);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("ff")]
    public void A_server_refuses_values_outside_the_group(string e)
    {
        using var pair = new MachinePair(_wish, _wish);
        pair.Server.OnKexInit(pair.Client.OwnInitPayload);
        pair.Server.OnMessage([34, .. UInt32(2048), .. UInt32(2048), .. UInt32(2048)]);
        Assert.Equal(EndReason.KeyExchangeFailed, pair.Server.OnMessage([32, .. String(Convert.FromHexString(e))]).End!.Reason);
    }

    [Fact]
    public void A_client_asks_for_2048_to_8192_bits()
    {
        using var pair = new MachinePair(_wish, _wish);
        var request = pair.Client.OnKexInit(pair.Server.OwnInitPayload).Message!;
        Assert.Equal([34, .. UInt32(2048), .. UInt32(3072), .. UInt32(8192)], request);
    }

    [Fact]
    public void A_client_takes_a_safe_prime_of_the_servers_own()
    {
        using var pair = new MachinePair(_wish, _wish);
        pair.Client.OnKexInit(pair.Server.OwnInitPayload);
        var step = pair.Client.OnMessage([31, .. Mpint(Number(DHStandardGroups.rfc7919_ffdhe2048.P)), .. Mpint(5)]);
        Assert.Equal(KexAction.Send, step.Action);
        Assert.Equal(32, step.Message![0]);
    }

    public static TheoryData<string> BadGroups => new()
    {
        // Too small, even, composite, a generator of order 1 or 2, negative, and none at all.
        { Hex([.. Mpint(Number(DHStandardGroups.rfc3526_1536.P)), .. Mpint(2)]) },
        { Hex([.. Mpint(Number(DHStandardGroups.rfc3526_2048.P) - 1), .. Mpint(2)]) },
        { Hex([.. Mpint(Number(DHStandardGroups.rfc3526_2048.P) - 12), .. Mpint(2)]) },
        { Hex([.. Mpint(Number(DHStandardGroups.rfc3526_2048.P)), .. Mpint(1)]) },
        { Hex([.. Mpint(Number(DHStandardGroups.rfc3526_2048.P)), .. Mpint(Number(DHStandardGroups.rfc3526_2048.P) - 1)]) },
        { Hex([.. Mpint(-Number(DHStandardGroups.rfc3526_2048.P)), .. Mpint(2)]) },
        { Hex([.. Mpint(0), .. Mpint(0)]) },
        { Hex([]) },
    };

    [Theory, MemberData(nameof(BadGroups))]
    public void A_client_refuses_a_bad_group(string group)
    {
        using var pair = new MachinePair(_wish, _wish);
        pair.Client.OnKexInit(pair.Server.OwnInitPayload);
        var step = pair.Client.OnMessage([31, .. Convert.FromHexString(group)]);
        Assert.Equal(KexAction.Fail, step.Action);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(32)]
    [InlineData(33)]
    public void A_client_wants_the_group_first(byte number)
    {
        using var pair = new MachinePair(_wish, _wish);
        pair.Client.OnKexInit(pair.Server.OwnInitPayload);
        Assert.Equal("A key exchange message came out of turn", pair.Client.OnMessage([number, 0, 0, 0, 1, 2]).End!.Detail);
    }

    [Fact]
    public void A_client_takes_one_group_alone()
    {
        using var pair = new MachinePair(_wish, _wish);
        pair.Client.OnKexInit(pair.Server.OwnInitPayload);
        byte[] group = [31, .. Mpint(Number(DHStandardGroups.rfc3526_2048.P)), .. Mpint(2)];
        Assert.Equal(KexAction.Send, pair.Client.OnMessage(group).Action);
        Assert.Equal("A key exchange message came out of turn", pair.Client.OnMessage(group).End!.Detail);
    }

    private static BigInteger Number(Org.BouncyCastle.Math.BigInteger number) => new(number.ToByteArray(), isBigEndian: true);

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);

    private static byte[] UInt32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] String(byte[] bytes) => [.. UInt32(bytes.Length), .. bytes];

    private static byte[] Mpint(BigInteger number) => number.IsZero ? UInt32(0) : String(number.ToByteArray(isBigEndian: true));
}
