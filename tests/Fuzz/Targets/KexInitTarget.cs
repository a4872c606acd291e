using Sluice.Transport.Handshake;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz.Targets;

/// <summary>KEXINIT: one byte for the role and whether keys were exchanged before, then the peer's payload.</summary>
internal static class KexInitTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        var cursor = new InputCursor(input);
        var mode = cursor.TakeByte();
        if (cursor.Rest.IsEmpty) return;
        CheckMessage(cursor.Rest);
        var side = (mode & 1) != 0 ? Handshakes.Server : Handshakes.Client;
        using var machine = new KeyExchangeMachine(side, (mode & 2) != 0 ? new byte[32] : null);
        var step = machine.OnKexInit(cursor.Rest);
        if (step.Action == KexAction.Fail)
        {
            Promise.Keep(step.End is { Detail.Length: > 0 }, "A refusal says why.");
        }
        else
        {
            CheckChoice(machine, side, cursor.Rest);
            Promise.Keep(step.Action == (side.IsServer ? KexAction.Wait : KexAction.Send), "The client speaks first.");
        }
        Promise.Keep(step.Action == KexAction.Fail || machine.OnKexInit(cursor.Rest).Action == KexAction.Fail, "A second KEXINIT is refused.");
    }

    /// <summary>What is read can be written and read again.</summary>
    public static void CheckMessage(ReadOnlySpan<byte> payload)
    {
        if (!KexInitMessage.TryParse(payload, out var message)) return;
        var written = message.ToPayload(payload.Slice(1, 16));
        Promise.Keep(KexInitMessage.TryParse(written, out var again), "KEXINIT reads what it wrote.");
        Promise.Keep(again.ToPayload(payload.Slice(1, 16)).AsSpan().SequenceEqual(written), "KEXINIT is the same after a second round.");
        Promise.Keep(message.KexAlgorithms.All(name => name.Length is > 0 and <= 64), "Names keep to the bound of RFC 4251 section 6.");
    }

    /// <summary>RFC 4253 section 7.1: the first of the client's names that the server has, too.</summary>
    private static void CheckChoice(KeyExchangeMachine machine, HandshakeSide side, ReadOnlySpan<byte> peer)
    {
        Promise.Keep(KexInitMessage.TryParse(peer, out var theirs), "The peer's KEXINIT is well-formed.");
        Promise.Keep(KexInitMessage.TryParse(machine.OwnInitPayload, out var ours), "So is ours.");
        var (client, server) = side.IsServer ? (theirs, ours) : (ours, theirs);
        var chosen = machine.Algorithms;
        Promise.Keep(chosen is not null, "Who does not refuse has chosen.");
        Promise.Keep(chosen.KeyExchange.Name == First(client.KexAlgorithms, server.KexAlgorithms), "The key exchange is the client's first that fits.");
        Promise.Keep(chosen.HostKeyAlgorithm == First(client.HostKeyAlgorithms, server.HostKeyAlgorithms), "So is the host key algorithm.");
        Promise.Keep(chosen.CipherClientToServer.Name == First(client.CiphersClientToServer, server.CiphersClientToServer), "So is the cipher to the server.");
        Promise.Keep(chosen.CipherServerToClient.Name == First(client.CiphersServerToClient, server.CiphersServerToClient), "So is the cipher to the client.");
        Promise.Keep(chosen.CipherClientToServer.IsAuthenticated == (chosen.MacClientToServer is null), "A packet to the server has one tag.");
        Promise.Keep(chosen.CipherServerToClient.IsAuthenticated == (chosen.MacServerToClient is null), "A packet to the client has one tag.");
        Promise.Keep(side.Catalog.KexAlgorithms.Contains(chosen.KeyExchange.Name), "A marker is no algorithm.");
    }

    private static string? First(string[] client, string[] server) =>
        client.FirstOrDefault(name => !KexMarkers.IsMarker(name) && server.Contains(name));
}
