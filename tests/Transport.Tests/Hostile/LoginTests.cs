using Sluice.Testing.Peers;

using Xunit;

namespace Sluice.Transport.Tests.Hostile;

/// <summary>What a client may try between the first keys and authentication.</summary>
public sealed class LoginTests
{
    private const string BadLength = "A packet's length is not acceptable.";

    private static readonly byte[] _key = PeerKeys.User.PublicKey.Blob.ToArray();

    private static readonly HostileCases _keyed = new(Scene.Keyed)
    {
        { "a login before its service", "An authentication request came before the service was requested.", Say.AuthRequest() },
        { "a signed login before its service", "An authentication request came before the service was requested.", peer => peer.SendAsync(peer.SignedRequest()) },
        { "the connection service first", "Only the service ssh-userauth can be requested first.", Say.ServiceRequest("ssh-connection") },
        { "a service without a name", "Only the service ssh-userauth can be requested first.", new Payload(5) },
        { "SERVICE_REQUEST twice", "The service was requested twice.", Say.ServiceRequest(), Say.ServiceRequest() },
        { "SERVICE_ACCEPT", "Message 6 is not allowed in the phase Login.", new Payload(6).Text("ssh-userauth") },
        { "USERAUTH_FAILURE", "Message 51 is not allowed in the phase Login.", new Payload(51).Text("publickey").Bool(true) },
        { "USERAUTH_SUCCESS", "Message 52 is not allowed in the phase Login.", new Payload(52) },
        { "USERAUTH_BANNER", "Message 53 is not allowed in the phase Login.", new Payload(53).Text("x").Text("") },
        { "USERAUTH_PK_OK", "Message 60 is not allowed in the phase Login.", new Payload(60).Text("ssh-ed25519").Blob(_key) },
        { "keyboard-interactive's answer", "Message 61 is not allowed in the phase Login.", new Payload(61).U32(0) },
        { "a global request", "Message 80 is not allowed in the phase Login.", Say.GlobalRequest() },
        { "a channel", "Message 90 is not allowed in the phase Login.", Say.ChannelOpen() },
        { "a channel's confirmation", "Message 91 is not allowed in the phase Login.", Say.Confirmation(0) },
        { "credit", "Message 93 is not allowed in the phase Login.", Say.Adjust(0, 1) },
        { "data", "Message 94 is not allowed in the phase Login.", Say.Data(0, 10) },
        { "exec", "Message 98 is not allowed in the phase Login.", Say.Request(0) },
        { "PING", "Message 192 is not allowed in the phase Login.", Say.Ping() },
        { "NEWKEYS without KEXINIT", "Message 21 is not allowed in the phase Login.", Say.NewKeys() },
        { "a client value without KEXINIT", "Message 30 is not allowed in the phase Login.", Say.KexEcdhInit(new byte[32]) },
        { "a malformed EXT_INFO", "The EXT_INFO is malformed.", new Payload(7).U32(2).Text("server-sig-algs").Text("") },
        { "an EXT_INFO with 2^32-1 extensions", "The EXT_INFO is malformed.", new Payload(7).U32(uint.MaxValue) },
        { "a message without end", "Too many messages came before authentication.", [.. Enumerable.Repeat<byte[]>(Say.Ignore(), 501)] },
        { "a flipped bit in the tag", EndReason.MacError, "A packet's authentication code is wrong.", peer => SendFlippedAsync(peer, ^1) },
        { "a flipped bit in the payload", EndReason.MacError, "A packet's authentication code is wrong.", peer => SendFlippedAsync(peer, 5) },
        { "a packet that comes twice", BadLength, SendTwiceAsync },
        { "packet_length above 35,000", BadLength, peer => peer.SendRawAsync(peer.Seal(peer.Frame([2], length: 35_008))) },
        { "packet_length 2^32-8", BadLength, peer => peer.SendRawAsync(peer.Seal(peer.Frame([2], length: 0xfffffff8))) },
        { "packet_length 0", BadLength, peer => peer.SendRawAsync(peer.Seal(peer.Frame([2], length: 0))) },
        { "packet_length that is no multiple", BadLength, peer => peer.SendRawAsync(peer.Seal(peer.Frame([2], padding: 7))) },
        { "three bytes of padding", BadLength, peer => peer.SendRawAsync(peer.Seal(peer.Frame(new byte[12], padding: 3))) },
        { "nothing but padding", BadLength, peer => peer.SendRawAsync(peer.Seal(peer.Frame([], padding: 15))) },
    };

    private static readonly HostileCases _served = new(Scene.Served)
    {
        { "another service", "Only the service ssh-connection is offered.", Say.AuthRequest(service: "ssh-userauth") },
        { "a service of nobody's", "Only the service ssh-connection is offered.", Say.AuthRequest(service: "") },
        { "another user name", "The user name changed during authentication.", Say.AuthRequest("alice"), Say.AuthRequest("bob") },
        { "a user name of 257 characters", "The user name is too long.", Say.AuthRequest(new string('x', 257)) },
        { "a user name that is no UTF-8", "The authentication request is malformed.", new Payload(50).Blob([0xff, 0xfe]).Text("ssh-connection").Text("none") },
        { "a user name with NUL", "The authentication request is malformed.", Say.AuthRequest("git\0root") },
        { "an empty request", "The authentication request is malformed.", new Payload(50) },
        { "something behind a key", "The authentication request is malformed.", Say.KeyRequest(_key).Byte(0) },
        { "a signature that is not there", "The authentication request is malformed.", Say.AuthRequest(method: "publickey").Bool(true).Text("ssh-ed25519").Blob(_key) },
        { "65 requests", EndReason.AuthRefused, "Too many authentication requests.", [.. Enumerable.Repeat<byte[]>(Say.AuthRequest(), 65)] },
        { "seven keys", EndReason.AuthRefused, "Too many authentication failures.", [.. Enumerable.Range(0, 7).Select(_ => SignWronglyByFreshKey())] },
        { "USERAUTH_SUCCESS after a refusal", "Message 52 is not allowed in the phase Login.", Say.AuthRequest(), new Payload(52) },
        { "a channel after a refusal", "Message 90 is not allowed in the phase Login.", Say.AuthRequest(), Say.ChannelOpen() },
        { "a channel after a key was found good", "Message 90 is not allowed in the phase Login.", Say.KeyRequest(_key), Say.ChannelOpen() },
        { "KEXINIT and then a login", "Message 50 is not allowed in the phase Exchange.", peer => peer.SendAsync(Say.KexInit(), peer.SignedRequest()) },
    };

    public static TheoryData<string> Keyed => _keyed.Names();

    public static TheoryData<string> Served => _served.Names();

    [Theory, MemberData(nameof(Keyed))]
    public Task After_the_first_keys_is_refused(string what) => _keyed.RunAsync(what);

    [Theory, MemberData(nameof(Served))]
    public Task During_authentication_is_refused(string what) => _served.RunAsync(what);

    private static byte[] SignWronglyByFreshKey()
    {
        using var key = SshPrivateKey.GenerateEd25519();
        return Say.KeyRequest(key.PublicKey.Blob.Span, signature: new Payload(0));
    }

    private static Task SendFlippedAsync(RawPeer peer, Index at)
    {
        var packet = peer.Seal(peer.Frame(Say.ServiceRequest()));
        packet[at] ^= 0x10;
        return peer.SendRawAsync(packet);
    }

    private static async Task SendTwiceAsync(RawPeer peer)
    {
        var packet = peer.Seal(peer.Frame(Say.Ignore()));
        await peer.SendRawAsync(packet);
        // Under the next number chacha20-poly1305 makes noise of its length already.
        await peer.SendRawAsync(packet);
    }
}
