using System.Text;
using Sluice.Transport.Handshake;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;
using Xunit;

namespace Sluice.Transport.Tests.Handshake;

/// <summary>The bounds of KEXINIT's fields (RFC 4253 section 7.1, RFC 4251 sections 5 and 6).</summary>
public sealed class KexInitTests
{
    [Fact]
    public void Each_shortening_and_each_surplus_byte_is_refused()
    {
        using var pair = new MachinePair();
        var whole = pair.Client.OwnInitPayload;
        Assert.True(KexInitMessage.TryParse(whole, out _));
        for (var length = 1; length < whole.Length; length++) Assert.False(KexInitMessage.TryParse(whole.AsSpan(0, length), out _), $"{length} bytes");
        Assert.False(KexInitMessage.TryParse([.. whole, 0], out _));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_name_has_64_characters_at_most(int length, bool isTaken) => AssertTaken(isTaken, new string('a', length));

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_list_has_256_names_at_most(int count, bool isTaken) => AssertTaken(isTaken, string.Join(',', Enumerable.Repeat("a", count)));

    [Theory]
    [InlineData("a b")]
    [InlineData("a\0")]
    [InlineData("a\u007f")]
    [InlineData("é")]
    public void Characters_outside_US_ASCII_are_refused(string list) => AssertTaken(false, list);

    [Theory]
    [InlineData(",")]
    [InlineData("a,")]
    [InlineData(",a")]
    [InlineData("a,,b")]
    public void Empty_names_are_passed_over(string list)
    {
        // libssh 0.10 ends its lists of ciphers with a comma.
        Assert.True(NameList.TryParse(Encoding.ASCII.GetBytes(list), out var names));
        Assert.Equal(list.Split(',', StringSplitOptions.RemoveEmptyEntries), names);
        AssertTaken(true, list);
    }

    [Fact]
    public void An_empty_list_has_nothing_in_common()
    {
        using var pair = new MachinePair();
        var step = pair.Server.OnKexInit(Payload("kex", ""));
        Assert.Equal(EndReason.KeyExchangeFailed, step.End!.Reason);
    }

    [Fact]
    public void A_client_that_offers_only_markers_has_nothing_in_common()
    {
        using var pair = new MachinePair();
        var step = pair.Server.OnKexInit(Payload("kex-strict-s-v00@openssh.com,ext-info-c,kex-strict-c-v00@openssh.com", "x"));
        Assert.Equal(EndReason.KeyExchangeFailed, step.End!.Reason);
    }

    [Fact]
    public void A_long_list_is_told_in_part()
    {
        using var pair = new MachinePair();
        var step = pair.Server.OnKexInit(Payload(string.Join(',', Enumerable.Repeat(new string('a', 64), 256)), "x"));
        Assert.InRange(step.End!.Detail.Length, 400, 500);
    }

    private static void AssertTaken(bool isTaken, string list)
    {
        for (var field = 0; field < 10; field++)
        {
            var lists = Enumerable.Repeat("x", 10).ToArray();
            lists[field] = list;
            Assert.Equal(isTaken, KexInitMessage.TryParse(Payload(lists), out _));
        }
    }

    private static byte[] Payload(string kex, string others) => Payload([kex, .. Enumerable.Repeat(others, 9)]);

    private static byte[] Payload(string[] lists) =>
        [20, .. new byte[16], .. lists.SelectMany(list => Encode(list)), 0, 0, 0, 0, 0];

    private static byte[] Encode(string list)
    {
        var bytes = Encoding.UTF8.GetBytes(list);
        return [0, 0, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }
}
