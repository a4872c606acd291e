using Sluice.Transport.Handshake;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz.Targets;

/// <summary>
/// The server role of each key exchange: a byte each for the exchange and the host key, then the client's messages in
/// chunks.
/// </summary>
internal static class KexServerTarget
{
    private const int MostMessages = 8;

    public static void Run(ReadOnlySpan<byte> input)
    {
        var cursor = new InputCursor(input);
        var kex = Handshakes.Pick(Handshakes.Catalog.KexAlgorithms, cursor.TakeByte());
        var hostKey = Handshakes.Pick(Handshakes.Server.HostKeyAlgorithms(), cursor.TakeByte());
        using var machine = new KeyExchangeMachine(Handshakes.Server, null);
        Promise.Keep(machine.OnKexInit(Handshakes.InitFor(kex, hostKey)).Action == KexAction.Wait, "The server waits for the client's value.");
        var isDone = false;
        for (var i = 0; i < MostMessages && !cursor.Rest.IsEmpty; i++)
        {
            var message = cursor.TakeChunk();
            if (message.IsEmpty) continue;
            var step = machine.OnMessage(message);
            Promise.Keep(!isDone || step.Action == KexAction.Fail, "After the exchange nothing more is taken.");
            if (step.Action == KexAction.Fail)
            {
                Promise.Keep(step.End is { Detail.Length: > 0 }, "A refusal says why.");
                return;
            }
            if (step.Action != KexAction.SendNewKeys) continue;
            isDone = true;
            CheckKeys(machine, step, hostKey);
        }
    }

    private static void CheckKeys(KeyExchangeMachine machine, KexStep step, string hostKey)
    {
        Promise.Keep(machine.Hash is { Length: >= 20 }, "The exchange has a hash.");
        Promise.Keep(KexEcdhReplyMessage.TryParse(step.Message, out var reply), "The reply is well-formed.");
        var blob = reply.HostKey.ToArray();
        var key = Handshakes.Server.HostKeys.Single(key => key.PublicKey.Blob.Span.SequenceEqual(blob)).PublicKey;
        Promise.Keep(key.Verify(hostKey, machine.Hash, reply.Signature), "The reply is signed.");
        using var sealer = machine.CreateSealer();
        using var opener = machine.CreateOpener();
        Promise.Keep(sealer.TagLength > 0 && opener.TagLength > 0, "What follows is protected.");
    }
}
