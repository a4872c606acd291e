using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Handshake;

/// <summary>The client's part: sends its value first, then checks the server's host key, value and signature.</summary>
internal sealed class ClientKexDialogue(HandshakeSide side, NegotiatedAlgorithms algorithms, ExchangeHash hash, byte[]? sessionId)
    : KexDialogue(side, algorithms, hash, sessionId)
{
    // 3072 bits are as strong as the 128-bit ciphers, and every server has such a group.
    private static readonly KexDhGexRequestMessage _groupRequest = new(DiffieHellmanGroup.MinBits, 3072, DiffieHellmanGroup.MaxBits);

    private byte[] _clientValue = [];

    public override KexStep Start()
    {
        if (Groupless is null) return SendValue();
        var request = Payload(_groupRequest);
        GroupFields = request[1..];
        return new(KexAction.Send, request);
    }

    public override KexStep OnMessage(ReadOnlySpan<byte> payload)
    {
        var number = (MessageNumber)payload[0];
        if (Groupless is { } agreement) return number == MessageNumber.KexDhGexGroup ? TakeGroup(agreement, payload) : Unexpected();
        return number == ReplyNumber ? Finish(payload) : Unexpected();
    }

    private KexStep TakeGroup(DiffieHellmanAgreement agreement, ReadOnlySpan<byte> payload)
    {
        if (!KexDhGexGroupMessage.TryParse(payload, out var message)) return Malformed();
        if (SafePrime.Judge(message.Prime, message.Generator) is not { } group)
        {
            return KexStep.Fail(EndReason.KeyExchangeFailed, "The server's group is not a safe prime of 2048 to 8192 bits with a generator.");
        }
        agreement.TakeGroup(group);
        GroupFields = [.. GroupFields, .. payload[1..]];
        return SendValue();
    }

    private KexStep SendValue()
    {
        _clientValue = Agreement.Start();
        return new(KexAction.Send, Payload(new KexEcdhInitMessage(_clientValue, InitNumber)));
    }

    private KexStep Finish(ReadOnlySpan<byte> payload)
    {
        if (!KexEcdhReplyMessage.TryParse(payload, out var message)) return Malformed();
        var algorithm = Algorithms.HostKeyAlgorithm;
        if (HostKeyChoice.ToVerify(message.HostKey, algorithm, Side.Trust, out var failure) is not { } hostKey) return failure;
        if (!Agreement.TryFinish(message.ServerValue, out var secret))
        {
            return KexStep.Fail(EndReason.KeyExchangeFailed, "The server's key exchange value is not acceptable.");
        }
        var exchangeHash = ComputeHash(message.HostKey, _clientValue, message.ServerValue, secret);
        if (!hostKey.Verify(algorithm, exchangeHash, message.Signature))
        {
            return KexStep.Fail(EndReason.KeyExchangeFailed, "The server's signature of the key exchange does not hold.");
        }
        Complete(exchangeHash, secret);
        return new(KexAction.SendNewKeys);
    }
}
