using System.Text;

using Sluice.Fuzz.Peers;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz.Seeds;

/// <summary>What peers say on a connection.</summary>
internal static class ConnectionSeeds
{
    private static byte[] Rekey => [];

    public static IEnumerable<(string, byte[])> FromClient()
    {
        var kexInit = Handshakes.InitFor("curve25519-sha256", "ssh-ed25519");
        yield return ("stream", [(byte)Start.Never, .. Stream(kexInit, MessageSeeds.Of("kex-ecdh-init"))]);
        yield return ("not-ssh", [(byte)Start.Never, .. "GET / HTTP/1.1\r\n\r\n"u8]);
        yield return ("clear", Script(Start.Identified, kexInit, MessageSeeds.Of("kex-ecdh-init"), [21]));
        yield return ("login-too-early", Script(Start.Identified, MessageSeeds.Of("service-request"), MessageSeeds.Of("auth-none")));
        yield return ("login", Script(Start.Exchanged, MessageSeeds.Of("service-request"), MessageSeeds.Of("auth-none"), MessageSeeds.Of("auth-publickey"), MessageSeeds.Of("channel-open")));
        yield return ("success-by-client", Script(Start.Exchanged, [52], MessageSeeds.Of("channel-open")));
        yield return ("rekey-before-login", Script(Start.Exchanged, Rekey, Rekey));
        yield return ("clone", Script(Start.LoggedIn, Open(0, 1024), MessageSeeds.Of("env"), MessageSeeds.Of("exec"), MessageSeeds.Of("channel-data"), End(96), End(97)));
        yield return ("rekey", Script(Start.LoggedIn, Open(0, 1 << 21), Rekey, MessageSeeds.Of("exec"), MessageSeeds.Of("channel-data"), Rekey, MessageSeeds.Of("channel-extended-data")));
        yield return ("window", Script(Start.LoggedIn, Open(0, 1), MessageSeeds.Of("channel-data"), Adjust(1), Adjust(uint.MaxValue - 1), Adjust(1)));
        yield return ("too-much-data", Script(Start.LoggedIn, Open(0, 0), RoundTrip.Write(new ChannelDataMessage(0, 0, new byte[(int)Witness.Window + 1]))));
        yield return ("twice", Script(Start.LoggedIn, Open(0, 1024), End(96), End(96)));
        yield return ("eof-and-more", Script(Start.LoggedIn, Open(0, 1024), [.. End(96), 1]));
        yield return ("many-sessions", Script(Start.LoggedIn, [.. Enumerable.Range(0, 6).Select(i => Open((uint)i, 1024)), End(97), Open(9, 1024)]));
        yield return ("others", Script(Start.LoggedIn, MessageSeeds.Of("keepalive"), MessageSeeds.Of("ping"), MessageSeeds.Of("channel-open-forward"), MessageSeeds.Of("auth-publickey"), [2, 0, 0, 0, 0], [200]));
        yield return ("prove", Script(Start.LoggedIn, [.. RoundTrip.Write(new GlobalRequestMessage("hostkeys-prove-00@openssh.com"u8, wantsReply: true)), 0, 0, 0, 51, .. FixedKeys.Ed25519.PublicKey.Blob.Span]));
        yield return ("farewell", Script(Start.LoggedIn, MessageSeeds.Of("disconnect"), MessageSeeds.Of("channel-open")));
        yield return ("kexinit-alone", Script(Start.LoggedIn, kexInit, MessageSeeds.Of("channel-open")));
    }

    public static IEnumerable<(string, byte[])> FromServer()
    {
        var kexInit = Handshakes.InitFor("curve25519-sha256", "ssh-ed25519");
        byte[] exitStatus = RoundTrip.Write(new ChannelRequestMessage(0, "exit-status"u8, wantsReply: false, [0, 0, 0, 0]));
        yield return ("stream", [(byte)Start.Never, .. Stream(kexInit, MessageSeeds.Of("kex-ecdh-reply"))]);
        yield return ("banner", [(byte)Start.Never, .. "Welcome.\r\nSSH-2.0-x\r\n"u8]);
        yield return ("clear", Script(Start.Identified, kexInit, MessageSeeds.Of("kex-ecdh-reply"), [21]));
        yield return ("login", Script(Start.Exchanged, MessageSeeds.Of("ext-info"), Accept(), Banner(), [52]));
        yield return ("refusal", Script(Start.Exchanged, Accept(), RoundTrip.Write(new UserAuthFailureMessage("password"u8))));
        yield return ("success-too-early", Script(Start.Exchanged, [52]));
        yield return ("clone", Script(Start.LoggedIn, Confirm(1024), End(99), MessageSeeds.Of("channel-data"), MessageSeeds.Of("channel-extended-data"), exitStatus, End(96), End(97)));
        yield return ("rekey", Script(Start.LoggedIn, Confirm(1 << 21), Rekey, MessageSeeds.Of("channel-data"), Rekey, Adjust(5)));
        yield return ("refused", Script(Start.LoggedIn, MessageSeeds.Of("channel-open-failure"), MessageSeeds.Of("channel-data")));
        yield return ("confirmed-twice", Script(Start.LoggedIn, Confirm(1), Confirm(1)));
        yield return ("opens-itself", Script(Start.LoggedIn, Open(0, 1024), MessageSeeds.Of("keepalive"), MessageSeeds.Of("ping")));
    }

    private static byte[] Script(Start start, params ReadOnlySpan<byte[]> payloads) => [(byte)start, .. InputCursor.Join(payloads)];

    private static byte[] Stream(params ReadOnlySpan<byte[]> payloads)
    {
        var stream = new List<byte>(Encoding.ASCII.GetBytes($"{PeerSide.Theirs}\r\n"));
        using var writer = new PacketWriter();
        var buffer = new byte[4096];
        foreach (var payload in payloads) stream.AddRange(buffer.AsSpan(0, writer.Write(new PayloadMessage(payload), buffer)));
        return [.. stream];
    }

    private static byte[] Open(uint sender, uint window) => RoundTrip.Write(new ChannelOpenMessage("session"u8, sender, window, 32_768));

    private static byte[] Confirm(uint window) => RoundTrip.Write(new ChannelOpenConfirmationMessage(0, 0, window, 32_768));

    private static byte[] Adjust(uint bytes) => RoundTrip.Write(new ChannelWindowAdjustMessage(0, bytes));

    private static byte[] End(byte number) => RoundTrip.Write(new ChannelSignalMessage((MessageNumber)number, 0));

    private static byte[] Accept() => RoundTrip.Write(new ServiceMessage(MessageNumber.ServiceAccept, "ssh-userauth"u8));

    private static byte[] Banner() => [53, 0, 0, 0, 3, (byte)'h', (byte)'i', (byte)'\n', 0, 0, 0, 0];
}
