using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Handshake;

/// <summary>The server's part: answers the client's value and signs.</summary>
internal sealed class ServerKexDialogue(HandshakeSide side, NegotiatedAlgorithms algorithms, ExchangeHash hash, byte[]? sessionId)
    : KexDialogue(side, algorithms, hash, sessionId)
{
    public override KexStep Start() => new(KexAction.Wait);

    public override KexStep OnMessage(ReadOnlySpan<byte> payload)
    {
        var number = (MessageNumber)payload[0];
        if (Groupless is { } agreement)
        {
            return number is MessageNumber.KexDhGexRequest or MessageNumber.KexDhGexRequestOld ? ChooseGroup(agreement, payload) : Unexpected();
        }
        return number == InitNumber ? Respond(payload) : Unexpected();
    }

    private KexStep ChooseGroup(DiffieHellmanAgreement agreement, ReadOnlySpan<byte> payload)
    {
        if (!KexDhGexRequestMessage.TryParse(payload, out var request)) return Malformed();
        if (DiffieHellmanGroups.Choose(request.Min, request.Preferred, request.Max) is not { } group)
        {
            return KexStep.Fail(EndReason.KeyExchangeFailed, $"No group has {request.Min} to {request.Max} bits; 2048 to 8192 are offered.");
        }
        agreement.TakeGroup(group);
        var answer = Payload(new KexDhGexGroupMessage(group.Prime, group.Generator));
        GroupFields = [.. payload[1..], .. answer.AsSpan(1)];
        return new(KexAction.Send, answer);
    }

    private KexStep Respond(ReadOnlySpan<byte> payload)
    {
        if (!KexEcdhInitMessage.TryParse(payload, out var message)) return Malformed();
        if (!Agreement.TryRespond(message.ClientValue, out var serverValue, out var secret))
        {
            return KexStep.Fail(EndReason.KeyExchangeFailed, "The client's key exchange value is not acceptable.");
        }
        var key = HostKeyChoice.ToSign(Side.HostKeys, Algorithms.HostKeyAlgorithm);
        var blob = key.PublicKey.Blob.Span;
        var exchangeHash = ComputeHash(blob, message.ClientValue, serverValue, secret);
        Complete(exchangeHash, secret);
        var signature = key.Sign(Algorithms.HostKeyAlgorithm, exchangeHash);
        return new(KexAction.SendNewKeys, Payload(new KexEcdhReplyMessage(blob, serverValue, signature, ReplyNumber)));
    }
}
