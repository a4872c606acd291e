using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Handshake;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz.Seeds;

/// <summary>Messages of key exchanges.</summary>
internal static class KexSeeds
{
    public static IEnumerable<(string, byte[])> Init()
    {
        for (byte mode = 0; mode < 4; mode++)
        {
            var peer = (mode & 1) != 0 ? Handshakes.Client : Handshakes.Server;
            using var machine = new KeyExchangeMachine(peer, (mode & 2) != 0 ? new byte[32] : null);
            yield return ($"ours-{mode}", [mode, .. machine.OwnInitPayload]);
        }
        string[] kex = ["sntrup761x25519-sha512@openssh.com", "curve25519-sha256", "ext-info-c", "kex-strict-c-v00@openssh.com"];
        string[] ciphers = ["aes128-ctr", "chacha20-poly1305@openssh.com"];
        string[] macs = ["umac-64@openssh.com", "hmac-sha2-256"];
        var guess = new KexInitMessage(kex, ["ssh-ed25519", "rsa-sha2-256"], ciphers, ciphers, macs, macs, ["none", "zlib@openssh.com"], ["none"], true);
        yield return ("guess", [1, .. guess.ToPayload(new byte[16])]);
        yield return ("nothing-in-common", [1, .. Handshakes.InitFor("diffie-hellman-group1-sha1", "ssh-dss")]);
    }

    /// <summary>The client's value of each key exchange.</summary>
    public static IEnumerable<(string, byte[])> Server()
    {
        for (byte number = 0; number < Handshakes.Catalog.KexAlgorithms.Length; number++)
        {
            var name = Handshakes.Catalog.KexAlgorithms[number];
            using var client = new KeyExchangeMachine(Handshakes.Client, null);
            using var server = new KeyExchangeMachine(Handshakes.ServerWith(name, "ssh-ed25519"), null);
            var first = client.OnKexInit(server.OwnInitPayload).Message!;
            server.OnKexInit(client.OwnInitPayload);
            var answer = server.OnMessage(first);
            byte[][] messages = answer.Action == KexAction.Send ? [first, client.OnMessage(answer.Message).Message!] : [first];
            yield return ($"{name}-client", [number, 0, .. InputCursor.Join(messages)]);
        }
        yield return ("zero-point", [(byte)Array.IndexOf(Handshakes.Catalog.KexAlgorithms, "curve25519-sha256"), 0, .. InputCursor.Join(RoundTrip.Write(new KexEcdhInitMessage(new byte[32])))]);
    }

    /// <summary>For each key exchange a reply with each host key, and a genuine one with and without a flipped bit.</summary>
    public static IEnumerable<(string, byte[])> Client()
    {
        var hostKeys = Handshakes.Server.HostKeyAlgorithms();
        for (byte number = 0; number < Handshakes.Catalog.KexAlgorithms.Length; number++)
        {
            var name = Handshakes.Catalog.KexAlgorithms[number];
            using var agreement = AlgorithmCatalog.KeyExchange(name).Create();
            byte[][] group = [];
            var reply = MessageNumber.KexEcdhReply;
            if (agreement is DiffieHellmanAgreement { NeedsGroup: true } groupless)
            {
                groupless.TakeGroup(DiffieHellmanGroups.Group14);
                group = [MessageSeeds.Of("kex-gex-group")];
                reply = MessageNumber.KexDhGexReply;
            }
            var value = agreement.Start();
            // One reply with each host key will do: what a reply is made of is the same in every exchange.
            for (byte key = 0; key < (number == 0 ? hostKeys.Length : 1); key++)
            {
                var blob = Handshakes.Server.HostKeys.First(candidate => candidate.PublicKey.SignatureAlgorithms.Contains(hostKeys[key]));
                var signature = blob.Sign(hostKeys[key], new byte[32]);
                yield return ($"{name}-{hostKeys[key]}", [number, key, 0, .. InputCursor.Join([.. group, RoundTrip.Write(new KexEcdhReplyMessage(blob.PublicKey.Blob.Span, value, signature, reply))])]);
            }
            yield return ($"{name}-genuine", [number, 0, 1]);
            yield return ($"{name}-flipped", [number, 1, 1, 0, 5, 1]);
        }
    }
}
