using System.Text;

using Sluice.Testing.Peers;
using Sluice.Transport.Handshake;

using Xunit;

namespace Sluice.Transport.Tests.Hostile;

/// <summary>What a hostile server may try with us as its client.</summary>
public sealed class ServerTests
{
    private const string NotSsh = "The peer does not speak SSH 2.0.";
    private const string NotOpen = "A message names a channel that is not open.";

    private static readonly HostileCases _lines = new(Scene.Linked, isPeerServer: true)
    {
        { "SSH 1.5", NotSsh, peer => peer.SendRawAsync("SSH-1.5-old\r\n"u8.ToArray()) },
        { "a preamble of more than 8 KiB", NotSsh, peer => peer.SendRawAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("no ssh here\r\n", 700)))) },
        { "a preamble without line ends", NotSsh, peer => peer.SendRawAsync(new byte[9000]) },
    };

    private static readonly HostileCases _identified = new(Scene.Identified, isPeerServer: true)
    {
        { "a signature that does not hold", EndReason.KeyExchangeFailed, "The server's signature of the key exchange does not hold.", peer => AnswerAsync(peer, reply => reply[^1] ^= 1) },
        { "a host key that is not the signer's", EndReason.HostKeyUnknown, "is not pinned", peer => AnswerAsync(peer, reply => PeerKeys.Stranger.PublicKey.Blob.CopyTo(reply.AsMemory(5))) },
        { "another value than was signed", EndReason.KeyExchangeFailed, "The server's signature of the key exchange does not hold.", peer => AnswerAsync(peer, reply => reply[1 + 4 + 51 + 4] ^= 1) },
        { "a host key of no type", EndReason.KeyExchangeFailed, "The server's host key cannot be used", peer => AnswerAsync(peer, reply => reply[10] ^= 1) },
        { "a client's message", "A key exchange message came out of turn.", peer => AnswerAsync(peer, reply => reply[0] = 30) },
        { "NEWKEYS instead of an answer", "NEWKEYS came out of turn.", peer => peer.SendAsync(peer.CreateMachine().OwnInitPayload, Say.NewKeys()) },
        { "SERVICE_ACCEPT at once", "Message 6 is not allowed in the phase FirstExchange.", new Payload(6).Text("ssh-userauth") },
        { "USERAUTH_SUCCESS at once", "Message 52 is not allowed in the phase FirstExchange.", new Payload(52) },
    };

    private static readonly HostileCases _keyed = new(Scene.Keyed, isPeerServer: true)
    {
        { "USERAUTH_SUCCESS before anything", "Message 52 came out of turn during authentication.", new Payload(52) },
        { "USERAUTH_FAILURE before anything", "Message 51 came out of turn during authentication.", new Payload(51).Text("publickey").Bool(false) },
        { "SERVICE_ACCEPT twice", "Message 6 came out of turn during authentication.", new Payload(6).Text("ssh-userauth"), new Payload(6).Text("ssh-userauth") },
        { "SERVICE_REQUEST", "Message 5 is not allowed in the phase Login.", Say.ServiceRequest() },
        { "USERAUTH_REQUEST", "Message 50 is not allowed in the phase Login.", Say.AuthRequest() },
        { "a channel before the login", "Message 90 is not allowed in the phase Login.", Say.ChannelOpen() },
        { "a malformed EXT_INFO", "The EXT_INFO is malformed.", new Payload(7).U32(1) },
    };

    private static readonly HostileCases _served = new(Scene.Served, isPeerServer: true)
    {
        { "USERAUTH_FAILURE", EndReason.AuthRefused, "The server does not accept the key SHA256:", new Payload(51).Text("publickey").Bool(false) },
        { "USERAUTH_PK_OK", "Message 60 is not allowed in the phase Login.", new Payload(60).Text("ssh-ed25519").Blob(PeerKeys.User.PublicKey.Blob.Span) },
        { "a channel instead of SUCCESS", "Message 90 is not allowed in the phase Login.", Say.ChannelOpen() },
    };

    private static readonly HostileCases _session = new(Scene.SessionOpen, isPeerServer: true)
    {
        { "USERAUTH_SUCCESS twice", "Message 52 is not allowed in the phase Connected.", new Payload(52) },
        { "EXT_INFO", "Message 7 is not allowed in the phase Connected.", Say.ExtInfo() },
        { "USERAUTH_REQUEST", "Message 50 is not allowed in the phase Connected.", Say.AuthRequest() },
        { "a second confirmation", "A channel was confirmed twice.", Say.Confirmation(0) },
        { "a confirmation of another channel", NotOpen, Say.Confirmation(1) },
        { "data beyond the window", "Channel data exceeds its window or packet size.", Say.Data(0, 32 * 1024), Say.Data(0, 32 * 1024), Say.Data(0, 1) },
        { "data after EOF", "Channel data came after EOF.", Say.Eof(0), Say.Data(0, 1) },
        { "CLOSE twice", NotOpen, Say.Close(0), Say.Close(0) },
        { "an exit status after CLOSE", NotOpen, Say.Close(0), Say.Request(0, "exit-status", wantsReply: false).U32(0) },
    };

    private static readonly HostileCases _stranger = new(Scene.Identified, new SubjectOptions { PinnedHostKeys = [PeerKeys.Stranger.PublicKey] }, isPeerServer: true)
    {
        { "a host key that is not pinned", EndReason.HostKeyUnknown, "is not pinned", peer => AnswerAsync(peer, _ => { }) },
    };

    public static TheoryData<string> Lines => _lines.Names();

    public static TheoryData<string> Identified => _identified.Names();

    public static TheoryData<string> Keyed => _keyed.Names();

    public static TheoryData<string> Served => _served.Names();

    public static TheoryData<string> Session => _session.Names();

    public static TheoryData<string> Stranger => _stranger.Names();

    [Theory, MemberData(nameof(Lines))]
    public Task An_identification_is_refused(string what) => _lines.RunAsync(what);

    [Theory, MemberData(nameof(Identified))]
    public Task A_first_exchange_is_refused(string what) => _identified.RunAsync(what);

    [Theory, MemberData(nameof(Keyed))]
    public Task After_the_first_keys_is_refused(string what) => _keyed.RunAsync(what);

    [Theory, MemberData(nameof(Served))]
    public Task During_authentication_is_refused(string what) => _served.RunAsync(what);

    [Theory, MemberData(nameof(Session))]
    public Task With_a_channel_is_refused(string what) => _session.RunAsync(what);

    [Theory, MemberData(nameof(Stranger))]
    public Task A_stranger_is_refused(string what) => _stranger.RunAsync(what);

    /// <summary>A true exchange up to the server's answer, which is spoiled.</summary>
    private static async Task AnswerAsync(RawPeer peer, Action<byte[]> spoil)
    {
        using var machine = peer.CreateMachine();
        await peer.SendAsync(machine.OwnInitPayload);
        machine.OnKexInit(await peer.ExpectAsync(20));
        var step = machine.OnMessage(await peer.ExpectAsync(30));
        Assert.Equal(KexAction.SendNewKeys, step.Action);
        spoil(step.Message!);
        await peer.SendAsync(step.Message!);
    }
}
