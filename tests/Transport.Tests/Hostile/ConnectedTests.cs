using Sluice.Testing.Peers;

using Xunit;

namespace Sluice.Transport.Tests.Hostile;

/// <summary>What an authenticated client may try, with channels and without.</summary>
public sealed class ConnectedTests
{
    private const string NotOpen = "A message names a channel that is not open.";
    private const string TooMuch = "Channel data exceeds its window or packet size.";

    private static readonly HostileCases _loggedIn = new(Scene.LoggedIn)
    {
        { "SERVICE_REQUEST", "Message 5 is not allowed in the phase Connected.", Say.ServiceRequest() },
        { "USERAUTH_SUCCESS", "Message 52 is not allowed in the phase Connected.", new Payload(52) },
        { "USERAUTH_FAILURE", "Message 51 is not allowed in the phase Connected.", new Payload(51).Text("").Bool(false) },
        { "EXT_INFO", "Message 7 is not allowed in the phase Connected.", Say.ExtInfo() },
        { "NEWKEYS without KEXINIT", "Message 21 is not allowed in the phase Connected.", Say.NewKeys() },
        { "a client value without KEXINIT", "Message 30 is not allowed in the phase Connected.", Say.KexEcdhInit(new byte[32]) },
        { "NEWKEYS right behind KEXINIT", "NEWKEYS came out of turn.", Say.KexInit(), Say.NewKeys() },
        { "KEXINIT twice", "A second KEXINIT came within one key exchange.", Say.KexInit(), Say.KexInit() },
        { "a channel behind KEXINIT", "Message 90 is not allowed in the phase Exchange.", Say.KexInit(), Say.ChannelOpen() },
        { "PING behind KEXINIT", "Message 192 is not allowed in the phase Exchange.", Say.KexInit(), Say.Ping() },
        { "an unknown message behind KEXINIT", "Message 200 is not allowed in the phase Exchange.", Say.KexInit(), new Payload(200) },
        { "key exchanges without need", "The peer asks for keys again and again.", ExchangeAgainAndAgainAsync },
        { "a malformed global request", "The global request is malformed.", new Payload(80).U32(100) },
        { "a malformed PING", "The PING is malformed.", Say.Ping().Byte(0) },
        { "a malformed channel open", "The channel open is malformed.", new Payload(90).Text("session").U32(0) },
        { "data for channel 0", NotOpen, Say.Data(0, 1) },
        { "data for channel 2^32-1", NotOpen, Say.Data(uint.MaxValue, 1) },
        { "credit for channel 7", NotOpen, Say.Adjust(7, 1) },
        { "EOF for channel 7", NotOpen, Say.Eof(7) },
        { "CLOSE for channel 7", NotOpen, Say.Close(7) },
        { "a request for channel 7", NotOpen, Say.Request(7) },
        { "a confirmation of what nobody opened", NotOpen, Say.Confirmation(0) },
        { "a refusal of what nobody opened", NotOpen, Say.OpenFailure(0) },
        { "EOF without a channel number", NotOpen, new Payload(96) },
        { "EOF with half a channel number", NotOpen, new Payload(96).Byte(0).Byte(0) },
    };

    private static readonly HostileCases _session = new(Scene.SessionOpen)
    {
        { "data for the channel next to it", NotOpen, Say.Data(1, 1) },
        { "a byte more than the window", TooMuch, Say.Data(0, 32 * 1024), Say.Data(0, 32 * 1024), Say.Data(0, 1) },
        { "a byte of stderr more than the window", TooMuch, Say.Data(0, 32 * 1024), Say.Data(0, 32 * 1024), Say.ExtendedData(0, 1, 1) },
        { "a byte more than the packet size", TooMuch, Say.Data(0, (32 * 1024) + 1) },
        { "data of a wrong length", "The channel data is malformed.", new Payload(94).U32(0).U32(10).Raw(new byte[9]) },
        { "data with a length of 2^32-1", "The channel data is malformed.", new Payload(94).U32(0).U32(uint.MaxValue).Raw(new byte[9]) },
        { "data with something behind it", "The channel data is malformed.", Say.Data(0, 10).Byte(0) },
        { "extended data of type 0", "The channel data is malformed.", Say.ExtendedData(0, 0, 10) },
        { "a window of 2^32", "A channel window exceeds 2^32-1.", Say.Adjust(0, uint.MaxValue - (1 << 20)), Say.Adjust(0, 1) },
        { "a window of nearly 2^33", "A channel window exceeds 2^32-1.", Say.Adjust(0, uint.MaxValue) },
        { "credit with something behind it", "The window adjust is malformed.", Say.Adjust(0, 1).Byte(0) },
        { "credit without a number", "The window adjust is malformed.", new Payload(93).U32(0) },
        { "a request without a name", "The channel request is malformed.", Say.Request(0, type: "") },
        { "a request that is cut short", "The channel request is malformed.", new Payload(98).U32(0).U32(100).Raw("exec"u8) },
        { "a confirmation", "A channel was confirmed twice.", Say.Confirmation(0) },
        { "a refusal", "A channel was confirmed twice.", Say.OpenFailure(0) },
        { "data after EOF", "Channel data came after EOF.", Say.Eof(0), Say.Data(0, 1) },
        { "stderr after EOF", "Channel data came after EOF.", Say.Eof(0), Say.ExtendedData(0, 1, 1) },
        { "EOF twice", "EOF came twice.", Say.Eof(0), Say.Eof(0) },
        { "data after both sides closed", NotOpen, Say.Close(0), Say.Data(0, 1) },
        { "EOF after both sides closed", NotOpen, Say.Close(0), Say.Eof(0) },
        { "CLOSE after both sides closed", NotOpen, Say.Close(0), Say.Close(0) },
        { "data behind KEXINIT", "Message 94 is not allowed in the phase Exchange.", Say.KexInit(), Say.Data(0, 1) },
        { "EOF behind KEXINIT", "Message 96 is not allowed in the phase Exchange.", Say.KexInit(), Say.Eof(0) },
    };

    // Here nobody answers the client's CLOSE, so that the channel is still known.
    private static readonly HostileCases _halfClosed = new(Scene.SessionOpen, new SubjectOptions { Sessions = new LingeringObserver() })
    {
        { "CLOSE twice", NotOpen, Say.Close(0), Say.Close(0) },
        { "a request after CLOSE", NotOpen, Say.Close(0), Say.Request(0) },
        { "data after CLOSE", NotOpen, Say.Close(0), Say.Data(0, 1) },
        { "credit after CLOSE", NotOpen, Say.Close(0), Say.Adjust(0, 1) },
        { "EOF after CLOSE", NotOpen, Say.Close(0), Say.Eof(0) },
    };

    public static TheoryData<string> LoggedIn => _loggedIn.Names();

    public static TheoryData<string> Session => _session.Names();

    public static TheoryData<string> HalfClosed => _halfClosed.Names();

    [Theory, MemberData(nameof(LoggedIn))]
    public Task Without_a_channel_is_refused(string what) => _loggedIn.RunAsync(what);

    [Theory, MemberData(nameof(Session))]
    public Task With_a_channel_is_refused(string what) => _session.RunAsync(what);

    [Theory, MemberData(nameof(HalfClosed))]
    public Task With_a_channel_that_waits_for_our_close_is_refused(string what) => _halfClosed.RunAsync(what);

    private static async Task ExchangeAgainAndAgainAsync(RawPeer peer)
    {
        try
        {
            for (var i = 0; i < 100; i++) await peer.ExchangeKeysAsync();
        }
        catch (InvalidOperationException)
        {
            // The connection ended within an exchange; what it said is judged by the row.
        }
    }

    private sealed class LingeringObserver : SilentObserver
    {
        public override void OnClosed(SshChannel channel)
        {
            // The command still runs.
        }
    }
}
