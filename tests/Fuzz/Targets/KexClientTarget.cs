using Sluice.Transport.Handshake;

namespace Sluice.Fuzz.Targets;

/// <summary>
/// The client role of each key exchange: a byte each for the exchange, the host key and the mode. Either the rest is the
/// server's messages in chunks, or it changes the reply of a genuine server: two bytes of place and one of value.
/// </summary>
internal static class KexClientTarget
{
    private const int MostMessages = 8;

    public static void Run(ReadOnlySpan<byte> input)
    {
        var cursor = new InputCursor(input);
        var kex = Handshakes.Pick(Handshakes.Catalog.KexAlgorithms, cursor.TakeByte());
        var hostKey = Handshakes.Pick(Handshakes.Server.HostKeyAlgorithms(), cursor.TakeByte());
        var isGenuine = (cursor.TakeByte() & 1) != 0;
        using var client = new KeyExchangeMachine(Handshakes.Client, null);
        using var server = new KeyExchangeMachine(Handshakes.ServerWith(kex, hostKey), null);
        var start = client.OnKexInit(isGenuine ? server.OwnInitPayload : Handshakes.InitFor(kex, hostKey));
        Promise.Keep(start is { Action: KexAction.Send, Message: not null }, "The client sends its value.");
        if (isGenuine) ChangeReply(client, server, start.Message, cursor.Rest);
        else Invent(client, cursor);
    }

    /// <summary>Nobody without the host's private key can sign the hash of the client's fresh values.</summary>
    private static void Invent(KeyExchangeMachine client, InputCursor cursor)
    {
        for (var i = 0; i < MostMessages && !cursor.Rest.IsEmpty; i++)
        {
            var message = cursor.TakeChunk();
            if (message.IsEmpty) continue;
            var step = client.OnMessage(message);
            Promise.Keep(step.Action != KexAction.SendNewKeys, "An invented reply is never believed.");
            if (step.Action != KexAction.Fail) continue;
            Promise.Keep(step.End is { Detail.Length: > 0 } && client.Hash is null, "A refusal says why, and leaves no hash.");
            return;
        }
    }

    private static void ChangeReply(KeyExchangeMachine client, KeyExchangeMachine server, byte[] clientValue, ReadOnlySpan<byte> changes)
    {
        server.OnKexInit(client.OwnInitPayload);
        var answer = server.OnMessage(clientValue);
        // Group exchange has two messages more, which agree on the group.
        if (answer.Action == KexAction.Send) answer = server.OnMessage(client.OnMessage(answer.Message).Message);
        Promise.Keep(answer is { Action: KexAction.SendNewKeys, Message: not null }, "The server answers its own client.");
        var genuine = answer.Message;
        var reply = genuine.ToArray();
        // The message's number stays: what else it could be, the other mode tries.
        for (; changes.Length >= 3; changes = changes[3..]) reply[1 + (((changes[0] << 8) | changes[1]) % (reply.Length - 1))] ^= changes[2];
        var step = client.OnMessage(reply);
        var isUnchanged = reply.AsSpan().SequenceEqual(genuine);
        Promise.Keep((step.Action == KexAction.SendNewKeys) == isUnchanged, "A reply is believed if and only if no bit of it was changed.");
        Promise.Keep(!isUnchanged || client.Hash.AsSpan().SequenceEqual(server.Hash), "Both sides have one hash.");
    }
}
