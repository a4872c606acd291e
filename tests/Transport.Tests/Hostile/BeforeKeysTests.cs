using System.Text;

using Sluice.Testing.Peers;

using Xunit;

namespace Sluice.Transport.Tests.Hostile;

/// <summary>What a client may try before there are keys.</summary>
public sealed class BeforeKeysTests
{
    private const string NotAcceptable = "A packet's length is not acceptable.";
    private const string NotSsh = "The peer does not speak SSH 2.0.";

    private static readonly byte[] _clientValue = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static readonly HostileCases _lines = new(Scene.Linked)
    {
        { "HTTP", NotSsh, peer => peer.SendRawAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()) },
        { "one wrong byte", NotSsh, peer => peer.SendRawAsync("X"u8.ToArray()) },
        { "SSH 1.5", NotSsh, peer => peer.SendRawAsync("SSH-1.5-old\r\n"u8.ToArray()) },
        { "a line before the identification", NotSsh, peer => peer.SendRawAsync("hello\r\nSSH-2.0-x\r\n"u8.ToArray()) },
        { "an identification of 256 bytes", NotSsh, peer => peer.SendRawAsync(Encoding.ASCII.GetBytes($"SSH-2.0-{new string('x', 246)}\r\n")) },
        { "an identification without end", NotSsh, peer => peer.SendRawAsync(Encoding.ASCII.GetBytes($"SSH-2.0-{new string('x', 300)}")) },
        { "NUL in the identification", NotSsh, peer => peer.SendRawAsync("SSH-2.0-a\0b\r\n"u8.ToArray()) },
        { "an escape in the identification", NotSsh, peer => peer.SendRawAsync("SSH-2.0-a\e[2Jb\r\n"u8.ToArray()) },
    };

    private static readonly HostileCases _exchange = new(Scene.Identified)
    {
        { "SERVICE_REQUEST instead of KEXINIT", "Message 5 is not allowed in the phase FirstExchange.", Say.ServiceRequest() },
        { "a login instead of KEXINIT", "Message 50 is not allowed in the phase FirstExchange.", Say.AuthRequest() },
        { "EXT_INFO instead of KEXINIT", "Message 7 is not allowed in the phase FirstExchange.", Say.ExtInfo() },
        { "a channel instead of KEXINIT", "Message 90 is not allowed in the phase FirstExchange.", Say.ChannelOpen() },
        { "channel data instead of KEXINIT", "Message 94 is not allowed in the phase FirstExchange.", Say.Data(0, 10) },
        { "PING instead of KEXINIT", "Message 192 is not allowed in the phase FirstExchange.", Say.Ping() },
        { "message 0", "Message 0 is not allowed in the phase FirstExchange.", new Payload(0) },
        { "NEWKEYS at once", "NEWKEYS came out of turn.", Say.NewKeys() },
        { "NEWKEYS after KEXINIT", "NEWKEYS came out of turn.", Say.KexInit(), Say.NewKeys() },
        { "KEXINIT twice", "A second KEXINIT came within one key exchange.", Say.KexInit(kex: "curve25519-sha256"), Say.KexInit(kex: "curve25519-sha256") },
        { "KEXINIT twice within a strict exchange", "KEXINIT", Say.KexInit(), Say.KexInit() },
        { "a client value before KEXINIT", "A key exchange message came out of turn.", Say.KexEcdhInit(_clientValue) },
        { "the server's answer", "A key exchange message came out of turn.", Say.KexInit(), new Payload(31).Text("").Text("").Text("") },
        { "message 49", "A key exchange message came out of turn.", Say.KexInit(), new Payload(49) },
        { "IGNORE within a strict exchange", "Message 2 is not allowed in the phase StrictFirstExchange.", Say.KexInit(), Say.Ignore() },
        { "DEBUG within a strict exchange", "Message 4 is not allowed in the phase StrictFirstExchange.", Say.KexInit(), new Payload(4).Bool(false).Text("").Text("") },
        { "UNIMPLEMENTED within a strict exchange", "Message 3 is not allowed in the phase StrictFirstExchange.", Say.KexInit(), new Payload(3).U32(0) },
        { "IGNORE before a strict KEXINIT", "KEXINIT was not the first packet of a strict key exchange.", Say.Ignore(), Say.KexInit() },
        { "a KEXINIT of one byte", "The KEXINIT is malformed.", new Payload(20) },
        { "a KEXINIT with a byte too many", "The KEXINIT is malformed.", Say.KexInit().Byte(0) },
        { "a name of 65 characters", "The KEXINIT is malformed.", Say.KexInit(kex: new string('x', 65)) },
        { "a name with a space", "The KEXINIT is malformed.", Say.KexInit(kex: "curve25519-sha256, x") },
        { "nothing but empty names", EndReason.KeyExchangeFailed, "No key exchange algorithm in common", Say.KexInit(kex: ",,,") },
        { "257 names", "The KEXINIT is malformed.", Say.KexInit(kex: string.Join(',', Enumerable.Range(0, 257))) },
        { "a name list that is longer than its message", "The KEXINIT is malformed.", new Payload(20).Raw(new byte[16]).U32(uint.MaxValue) },
        { "no key exchange in common", EndReason.KeyExchangeFailed, "No key exchange algorithm in common", Say.KexInit(kex: "none") },
        { "only markers for key exchange", EndReason.KeyExchangeFailed, "No key exchange algorithm in common", Say.KexInit(kex: "kex-strict-s-v00@openssh.com") },
        { "no host key in common", EndReason.KeyExchangeFailed, "No host key algorithm in common", Say.KexInit(hostKeys: "ssh-dss") },
        { "no cipher in common", EndReason.KeyExchangeFailed, "No cipher algorithm in common", Say.KexInit(ciphers: "none") },
        { "no MAC in common", EndReason.KeyExchangeFailed, "No MAC algorithm in common", Say.KexInit(ciphers: "aes128-ctr", macs: "none") },
        { "no compression in common", EndReason.KeyExchangeFailed, "No compression algorithm in common", Say.KexInit(compression: "zlib") },
        { "a client value that gives a secret of zeros", EndReason.KeyExchangeFailed, "The client's key exchange value is not acceptable.", Say.KexInit(), Say.KexEcdhInit(new byte[32]) },
        { "a client value that is too short", EndReason.KeyExchangeFailed, "The client's key exchange value is not acceptable.", Say.KexInit(), Say.KexEcdhInit(_clientValue.AsSpan(1)) },
        { "a client value with something behind it", "The key exchange message is malformed.", Say.KexInit(), Say.KexEcdhInit(_clientValue).Byte(0) },
        { "a point that is not on the curve", EndReason.KeyExchangeFailed, "The client's key exchange value is not acceptable.", Say.KexInit(kex: "ecdh-sha2-nistp256"), Say.KexEcdhInit([4, .. new byte[64]]) },
        // The answer to the first value is followed by our NEWKEYS: what comes then is sealed for a peer that has keys.
        { "a client value twice", EndReason.ProtocolViolation, "A key exchange message came out of turn.", peer => peer.SendAsync(Say.KexInit(), Say.KexEcdhInit(_clientValue), Say.KexEcdhInit(_clientValue)), false },
        { "KEXINIT instead of NEWKEYS", EndReason.ProtocolViolation, "KEXINIT", peer => peer.SendAsync(Say.KexInit(), Say.KexEcdhInit(_clientValue), Say.KexInit()), false },
        { "a login instead of NEWKEYS", EndReason.ProtocolViolation, "Message 50 is not allowed in the phase StrictFirstExchange.", peer => peer.SendAsync(Say.KexInit(), Say.KexEcdhInit(_clientValue), Say.AuthRequest()), false },
        { "a clear packet behind NEWKEYS", EndReason.ProtocolViolation, NotAcceptable, peer => peer.SendAsync(Say.KexInit(), Say.KexEcdhInit(_clientValue), Say.NewKeys(), Say.Ignore()), false },
        { "packet_length 0", NotAcceptable, peer => peer.SendRawAsync(new byte[8]) },
        { "packet_length below the least", NotAcceptable, peer => peer.SendRawAsync(peer.Frame([20], length: 4)) },
        { "packet_length that is no multiple", NotAcceptable, peer => peer.SendRawAsync(peer.Frame([20], length: 13)) },
        { "packet_length above 35,000", NotAcceptable, peer => peer.SendRawAsync(peer.Frame([20], length: 35_004)) },
        { "packet_length 2^31", NotAcceptable, peer => peer.SendRawAsync(peer.Frame([20], length: 0x80000004)) },
        { "packet_length 2^32-4", NotAcceptable, peer => peer.SendRawAsync(peer.Frame([20], length: 0xfffffffc)) },
        { "three bytes of padding", NotAcceptable, peer => peer.SendRawAsync(peer.Frame(new byte[8], padding: 3)) },
        { "nothing but padding", NotAcceptable, peer => peer.SendRawAsync(peer.Frame([], padding: 11)) },
        { "padding beyond the packet", NotAcceptable, peer => peer.SendRawAsync((byte[])[0, 0, 0, 12, 200, .. new byte[11]]) },
    };

    public static TheoryData<string> Lines => _lines.Names();

    public static TheoryData<string> Exchange => _exchange.Names();

    [Theory, MemberData(nameof(Lines))]
    public Task An_identification_is_refused(string what) => _lines.RunAsync(what);

    [Theory, MemberData(nameof(Exchange))]
    public Task A_first_exchange_is_refused(string what) => _exchange.RunAsync(what);

    [Fact]
    public async Task A_peer_that_is_not_strict_may_say_ignore_during_the_first_exchange()
    {
        HostileCases cases = new(Scene.Identified)
        {
            { "NEWKEYS", "NEWKEYS came out of turn.", Say.Ignore(), Say.KexInit(kex: "curve25519-sha256"), Say.Ignore(), Say.NewKeys() },
        };
        await cases.RunAsync("NEWKEYS");
    }

    [Fact]
    public async Task A_wrong_guess_is_passed_over_once()
    {
        // RFC 4253 section 7: the guess is wrong because the first names differ, so the first message behind it is ignored.
        HostileCases cases = new(Scene.Identified)
        {
            {
                "a second guess",
                "The key exchange message is malformed.",
                Say.KexInit(kex: "ecdh-sha2-nistp256," + Say.StrictClient, follows: true),
                new Payload(30).Text("a guess").Byte(0),
                new Payload(30).Text("malformed").Byte(0)
            },
        };
        await cases.RunAsync("a second guess");
    }
}
