using System.Text;

using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz.Seeds;

/// <summary>One payload of each message.</summary>
internal static class MessageSeeds
{
    private delegate void Writing(ref WireWriter writer);

    public static byte[] Of(string name) => All().Single(seed => seed.Name == name).Bytes;

    public static IEnumerable<(string Name, byte[] Bytes)> All() =>
    [
        ("disconnect", RoundTrip.Write(new DisconnectMessage(DisconnectCode.ByApplication, "disconnected by user"))),
        ("service-request", RoundTrip.Write(new ServiceMessage(MessageNumber.ServiceRequest, "ssh-userauth"u8))),
        ("ext-info", RoundTrip.Write(new ExtInfoMessage("ssh-ed25519,rsa-sha2-256"u8))),
        ("kexinit", Handshakes.InitFor("curve25519-sha256", "ssh-ed25519")),
        ("kex-ecdh-init", RoundTrip.Write(new KexEcdhInitMessage(new byte[32]))),
        ("kex-ecdh-reply", RoundTrip.Write(new KexEcdhReplyMessage(FixedKeys.Ed25519.PublicKey.Blob.Span, new byte[32], new byte[83]))),
        ("kex-gex-request", RoundTrip.Write(new KexDhGexRequestMessage(2048, 3072, 8192))),
        ("kex-gex-group", RoundTrip.Write(new KexDhGexGroupMessage(DiffieHellmanGroups.Group14.Prime, DiffieHellmanGroups.Group14.Generator))),
        ("auth-none", Payload(50, (ref w) => { w.WriteText("alice"); w.WriteText("ssh-connection"); w.WriteText("none"); })),
        ("auth-publickey", AuthSeeds.Signed(FixedKeys.Ed25519, "ssh-ed25519")),
        ("keepalive", RoundTrip.Write(new GlobalRequestMessage("keepalive@openssh.com"u8, wantsReply: true))),
        ("channel-open", RoundTrip.Write(new ChannelOpenMessage("session"u8, 0, 2_097_152, 32_768))),
        ("channel-open-forward", Payload(90, (ref w) =>
        {
            w.WriteText("direct-tcpip");
            w.WriteUInt32(3);
            w.WriteUInt32(0x200000);
            w.WriteUInt32(0x8000);
            w.WriteText("localhost");
            w.WriteUInt32(22);
            w.WriteText("127.0.0.1");
            w.WriteUInt32(65535);
        })),
        ("channel-open-confirmation", RoundTrip.Write(new ChannelOpenConfirmationMessage(0, 0, 0, 32_768))),
        ("channel-open-failure", RoundTrip.Write(new ChannelOpenFailureMessage(0, 1, "administratively prohibited"))),
        ("channel-window-adjust", RoundTrip.Write(new ChannelWindowAdjustMessage(0, uint.MaxValue))),
        ("channel-data", RoundTrip.Write(new ChannelDataMessage(0, 0, "0032want "u8))),
        ("channel-extended-data", RoundTrip.Write(new ChannelDataMessage(0, 1, "remote: hello\n"u8))),
        ("channel-eof", RoundTrip.Write(new ChannelSignalMessage(MessageNumber.ChannelEof, 0))),
        ("exec", Request("exec", (ref w) => w.WriteText("git-upload-pack 'x.git'"))),
        ("env", Request("env", (ref w) => { w.WriteText("GIT_PROTOCOL"); w.WriteText("version=2"); })),
        ("ping", Payload(192, (ref w) => w.WriteText("are you there"))),
    ];

    public static IEnumerable<(string, byte[])> ChannelRequests() =>
    [
        ("exec", Typed("exec", (ref w) => w.WriteText("git-upload-pack 'team/x.git'"))),
        ("env-protocol", Typed("env", (ref w) => { w.WriteText("GIT_PROTOCOL"); w.WriteText("version=2:side-band"); })),
        ("env-lang", Typed("env", (ref w) => { w.WriteText("LC_ALL"); w.WriteText("de_DE.UTF-8"); })),
        ("env-ours", Typed("env", (ref w) => { w.WriteText("SLUICE_ID"); w.WriteText("x"); })),
        ("exit-status", Typed("exit-status", (ref w) => w.WriteUInt32(128))),
        ("exit-signal", Typed("exit-signal", (ref w) => { w.WriteText("TERM"); w.WriteBoolean(false); w.WriteText("terminated"); w.WriteText("en"); })),
        ("signal", Typed("signal", (ref w) => w.WriteText("INT"))),
        ("shell", Typed("shell", (ref w) => { })),
        ("pty", Typed("pty-req", (ref w) => { w.WriteText("xterm"); w.WriteUInt32(80); w.WriteUInt32(24); w.WriteUInt32(0); w.WriteUInt32(0); w.WriteString([0]); })),
        ("subsystem", Typed("subsystem", (ref w) => w.WriteText("sftp"))),
    ];

    private static byte[] Request(string type, Writing data) =>
        RoundTrip.Write(new ChannelRequestMessage(0, Encoding.ASCII.GetBytes(type), wantsReply: true, Bytes(data)));

    private static byte[] Typed(string type, Writing data) => [.. InputCursor.Join(Encoding.ASCII.GetBytes(type)), .. Bytes(data)];

    private static byte[] Payload(byte number, Writing body) => [number, .. Bytes(body)];

    private static byte[] Bytes(Writing body)
    {
        var writer = new WireWriter(new byte[1024]);
        body(ref writer);
        return writer.Written.ToArray();
    }
}
