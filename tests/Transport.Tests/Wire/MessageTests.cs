using System.Text;

using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

using Xunit;

namespace Sluice.Transport.Tests.Wire;

/// <summary>Each message against its bytes, written out by hand from the RFC that defines it.</summary>
public sealed class MessageTests
{
    private const string Session = "00000007 73657373696f6e";

    [Fact]
    public void Channel_open()
    {
        var bytes = Hex($"5a {Session} 00000001 00200000 00008000");
        Assert.Equal(bytes, Write(new ChannelOpenMessage("session"u8, 1, 0x200000, 0x8000)));
        Assert.True(ChannelOpenMessage.TryParse(bytes, out var message));
        Assert.Equal(("session", 1u, 0x200000u, 0x8000u), (Encoding.ASCII.GetString(message.Type), message.Sender, message.Window, message.MaxPacket));
        AssertRefusesPrefixes(bytes, payload => ChannelOpenMessage.TryParse(payload, out _));
    }

    [Fact]
    public void Channel_open_confirmation()
    {
        var bytes = Hex("5b 00000001 00000002 ffffffff 00008000");
        Assert.Equal(bytes, Write(new ChannelOpenConfirmationMessage(1, 2, uint.MaxValue, 0x8000)));
        Assert.True(ChannelOpenConfirmationMessage.TryParse(bytes, out var message));
        Assert.Equal((2u, uint.MaxValue, 0x8000u), (message.Sender, message.Window, message.MaxPacket));
        AssertRefusesPrefixes(bytes, payload => ChannelOpenConfirmationMessage.TryParse(payload, out _));
    }

    [Fact]
    public void Channel_open_failure()
    {
        var bytes = Hex("5c 00000001 00000004 00000003 6e6f21 00000000");
        Assert.Equal(bytes, Write(new ChannelOpenFailureMessage(1, 4, "no!")));
        var message = ChannelOpenFailureMessage.Parse(bytes);
        Assert.Equal((4u, "no!"), (message.Reason, message.Description));
    }

    [Fact]
    public void Channel_window_adjust()
    {
        var bytes = Hex("5d 00000001 00010000");
        Assert.Equal(bytes, Write(new ChannelWindowAdjustMessage(1, 0x10000)));
        Assert.True(ChannelWindowAdjustMessage.TryParse(bytes, out var message));
        Assert.Equal(0x10000u, message.Bytes);
        AssertRefusesPrefixes(bytes, payload => ChannelWindowAdjustMessage.TryParse(payload, out _));
    }

    [Fact]
    public void Channel_data()
    {
        var bytes = Hex("5e 00000001 00000003 616263");
        Assert.Equal(bytes, Write(new ChannelDataMessage(1, 0, "abc"u8)));
        Assert.True(ChannelDataMessage.TryParse(bytes, out var message));
        Assert.Equal((0u, "abc"), (message.ExtendedType, Encoding.ASCII.GetString(message.Data)));
        AssertRefusesPrefixes(bytes, payload => ChannelDataMessage.TryParse(payload, out _));
    }

    [Fact]
    public void Channel_extended_data()
    {
        var bytes = Hex("5f 00000001 00000001 00000003 616263");
        Assert.Equal(bytes, Write(new ChannelDataMessage(1, 1, "abc"u8)));
        Assert.True(ChannelDataMessage.TryParse(bytes, out var message));
        Assert.Equal((1u, "abc"), (message.ExtendedType, Encoding.ASCII.GetString(message.Data)));
        AssertRefusesPrefixes(bytes, payload => ChannelDataMessage.TryParse(payload, out _));
    }

    [Fact]
    public void Channel_request()
    {
        var bytes = Hex("62 00000001 00000004 65786563 01 00000002 6c73");
        Assert.Equal(bytes, Write(new ChannelRequestMessage(1, "exec"u8, true, Hex("00000002 6c73"))));
        Assert.True(ChannelRequestMessage.TryParse(bytes, out var message));
        Assert.True(message.WantsReply && message.Type.SequenceEqual("exec"u8) && message.Data.SequenceEqual(Hex("00000002 6c73")));
        AssertRefusesPrefixes(bytes[..10], payload => ChannelRequestMessage.TryParse(payload, out _));
    }

    [Theory]
    [InlineData(96, "60 0000000a")]
    [InlineData(97, "61 0000000a")]
    [InlineData(99, "63 0000000a")]
    [InlineData(100, "64 0000000a")]
    public void Channel_signals(byte number, string hex) => Assert.Equal(Hex(hex), Write(new ChannelSignalMessage((MessageNumber)number, 10)));

    [Theory]
    [InlineData(21, "15")]
    [InlineData(52, "34")]
    [InlineData(81, "51")]
    [InlineData(82, "52")]
    public void Bare_messages(byte number, string hex) => Assert.Equal(Hex(hex), Write(new BareMessage((MessageNumber)number)));

    [Fact]
    public void Disconnect()
    {
        var bytes = Hex("01 0000000b 00000003 627965 00000000");
        Assert.Equal(bytes, Write(new DisconnectMessage(DisconnectCode.ByApplication, "bye")));
        Assert.Equal((DisconnectCode.ByApplication, "bye"), (DisconnectMessage.Parse(bytes).Code, DisconnectMessage.Parse(bytes).Description));
        Assert.Equal((DisconnectCode.ByApplication, ""), (DisconnectMessage.Parse(bytes.AsSpan(0, 5)).Code, DisconnectMessage.Parse(bytes.AsSpan(0, 5)).Description));
    }

    [Fact]
    public void Services()
    {
        var bytes = Hex("05 0000000c 7373682d7573657261757468");
        Assert.Equal(bytes, Write(new ServiceMessage(MessageNumber.ServiceRequest, "ssh-userauth"u8)));
        Assert.True(ServiceMessage.TryParse(bytes, out var message));
        Assert.Equal("ssh-userauth", Encoding.ASCII.GetString(message.Name));
        Assert.Equal(Hex("06 0000000c 7373682d7573657261757468"), Write(new ServiceMessage(MessageNumber.ServiceAccept, "ssh-userauth"u8)));
        AssertRefusesPrefixes(bytes, payload => ServiceMessage.TryParse(payload, out _));
    }

    [Fact]
    public void Global_request()
    {
        var bytes = Hex("50 00000001 78 01");
        Assert.Equal(bytes, Write(new GlobalRequestMessage("x"u8, true)));
        Assert.True(GlobalRequestMessage.TryParse(bytes, out var message) && message.WantsReply);
        AssertRefusesPrefixes(bytes, payload => GlobalRequestMessage.TryParse(payload, out _));
    }

    [Fact]
    public void Ext_info()
    {
        var bytes = Hex("07 00000002 0000000f 7365727665722d7369672d616c6773 00000003 612c62 00000010 70696e67406f70656e7373682e636f6d 00000001 30");
        Assert.Equal(bytes, Write(new ExtInfoMessage("a,b"u8)));
        Assert.True(ExtInfoMessage.TryParse(bytes, out var algorithms));
        Assert.Equal("a,b", Encoding.ASCII.GetString(algorithms));
        AssertRefusesPrefixes(bytes, payload => ExtInfoMessage.TryParse(payload, out _));
    }

    [Fact]
    public void Key_exchange_values()
    {
        var init = Hex("1e 00000002 0102");
        Assert.Equal(init, Write(new KexEcdhInitMessage([1, 2])));
        Assert.True(KexEcdhInitMessage.TryParse(init, out var first) && first.ClientValue.SequenceEqual<byte>([1, 2]));
        AssertRefusesPrefixes(init, payload => KexEcdhInitMessage.TryParse(payload, out _));
        var reply = Hex("1f 00000001 0a 00000002 0b0c 00000003 0d0e0f");
        Assert.Equal(reply, Write(new KexEcdhReplyMessage([10], [11, 12], [13, 14, 15])));
        Assert.True(KexEcdhReplyMessage.TryParse(reply, out var second));
        Assert.Equal("0A 0B0C 0D0E0F", $"{Convert.ToHexString(second.HostKey)} {Convert.ToHexString(second.ServerValue)} {Convert.ToHexString(second.Signature)}");
        AssertRefusesPrefixes(reply, payload => KexEcdhReplyMessage.TryParse(payload, out _));
    }

    [Fact]
    public void Kexinit()
    {
        var cookie = Enumerable.Range(1, 16).Select(i => (byte)i).ToArray();
        var bytes = Hex(
            "14 0102030405060708090a0b0c0d0e0f10 00000003 612c62 00000001 63 00000001 64 00000001 65 00000001 66 00000001 67 00000001 68 00000001 69"
            + "00000000 00000000 01 00000000");
        var message = new KexInitMessage(["a", "b"], ["c"], ["d"], ["e"], ["f"], ["g"], ["h"], ["i"], true);
        Assert.Equal(bytes, message.ToPayload(cookie));
        Assert.True(KexInitMessage.TryParse(bytes, out var parsed));
        Assert.Equal(bytes, parsed.ToPayload(cookie));
        AssertRefusesPrefixes(bytes, payload => KexInitMessage.TryParse(payload, out _));
        Assert.False(KexInitMessage.TryParse([.. bytes, 0], out _));
    }

    [Fact]
    public void Authentication_answers()
    {
        Assert.Equal(Hex("33 00000009 7075626c69636b6579 00"), Write(new UserAuthFailureMessage("publickey"u8)));
        Assert.Equal(Hex("3c 00000001 61 00000002 0102"), Write(new UserAuthPkOkMessage("a", [1, 2])));
    }

    [Fact]
    public void Authentication_by_key()
    {
        var signed = Hex("32 00000003 676974 0000000e 7373682d636f6e6e656374696f6e 00000009 7075626c69636b6579 01 00000001 61 00000002 0102");
        Assert.Equal(signed, UserAuthRequestMessage.WriteSignedPart("git", "a", [1, 2]));
        byte[] bytes = [.. signed, .. Hex("00000003 030405")];
        Assert.True(UserAuthRequestMessage.TryParse(bytes, out var request));
        Assert.Equal(("git", "ssh-connection", "publickey", true, "a"), (request.User, request.Service, request.Method, request.HasSignature, request.Algorithm));
        Assert.True(request.KeyBlob.SequenceEqual<byte>([1, 2]) && request.Signature.SequenceEqual<byte>([3, 4, 5]) && request.SignedPart.SequenceEqual(signed));
        AssertRefusesPrefixes(bytes, payload => UserAuthRequestMessage.TryParse(payload, out _));
    }

    [Fact]
    public void Ping_is_answered_with_its_data()
    {
        Assert.True(PongMessage.TryAnswer(Hex("c0 00000002 6869"), out var pong));
        Assert.Equal(Hex("c1 00000002 6869"), Write(pong));
        AssertRefusesPrefixes(Hex("c0 00000002 6869"), payload => PongMessage.TryAnswer(payload, out _));
        Assert.Equal(Hex("03 00000007"), Write(new UnimplementedMessage(7)));
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] Write<T>(in T message)
        where T : IMessage, allows ref struct
    {
        var writer = new WireWriter(new byte[message.MaxLength]);
        writer.WriteByte((byte)message.Number);
        message.Write(ref writer);
        return writer.Written.ToArray();
    }

    private static void AssertRefusesPrefixes(byte[] bytes, Func<byte[], bool> tryParse)
    {
        for (var length = 1; length < bytes.Length; length++) Assert.False(tryParse(bytes[..length]), $"{length} of {bytes.Length} bytes were taken for a message");
    }
}
