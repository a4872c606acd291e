using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Handshake;

/// <summary>
/// The messages 30 to 49 of one key exchange. Two of them, one each way, with any method; group exchange (RFC 4419) has
/// two before, which agree on a group and enter the exchange hash.
/// </summary>
internal abstract class KexDialogue(HandshakeSide side, NegotiatedAlgorithms algorithms, ExchangeHash hash, byte[]? sessionId) : IDisposable
{
    private readonly KeyAgreement _agreement = algorithms.KeyExchange.Create();

    /// <summary>What came of it; null until then.</summary>
    public ExchangedKeys? Keys { get; private set; }

    protected HandshakeSide Side => side;

    protected NegotiatedAlgorithms Algorithms => algorithms;

    protected KeyAgreement Agreement => _agreement;

    /// <summary>The agreement if it still lacks a group, and null otherwise.</summary>
    protected DiffieHellmanAgreement? Groupless => _agreement is DiffieHellmanAgreement { NeedsGroup: true } groupless ? groupless : null;

    /// <summary>The bodies of group request and group, which is how RFC 4419 section 3 hashes them.</summary>
    protected byte[] GroupFields { get; set; } = [];

    protected MessageNumber InitNumber => GroupFields.Length == 0 ? MessageNumber.KexEcdhInit : MessageNumber.KexDhGexInit;

    protected MessageNumber ReplyNumber => GroupFields.Length == 0 ? MessageNumber.KexEcdhReply : MessageNumber.KexDhGexReply;

    /// <summary>Begins when both KEXINITs are there.</summary>
    public abstract KexStep Start();

    /// <summary>Takes a message numbered 30 to 49.</summary>
    public abstract KexStep OnMessage(ReadOnlySpan<byte> payload);

    public void Dispose()
    {
        _agreement.Dispose();
        hash.Dispose();
        Keys?.Dispose();
    }

    /// <summary>Computes H; called once, when both values and the secret are there.</summary>
    protected byte[] ComputeHash(ReadOnlySpan<byte> hostKey, ReadOnlySpan<byte> clientValue, ReadOnlySpan<byte> serverValue, ReadOnlySpan<byte> secret) =>
        hash.Complete(hostKey, GroupFields, clientValue, serverValue, secret);

    protected void Complete(byte[] exchangeHash, byte[] secret) => Keys = new ExchangedKeys(algorithms.KeyExchange.Hash, secret, exchangeHash, sessionId);

    protected static KexStep Unexpected() => KexStep.Fail(EndReason.ProtocolViolation, "A key exchange message came out of turn.");

    protected static KexStep Malformed() => KexStep.Fail(EndReason.ProtocolViolation, "The key exchange message is malformed.");

    protected static byte[] Payload<T>(in T message)
        where T : IMessage, allows ref struct
    {
        var payload = new byte[message.MaxLength];
        var writer = new WireWriter(payload);
        writer.WriteByte((byte)message.Number);
        message.Write(ref writer);
        return writer.Length == payload.Length ? payload : payload[..writer.Length];
    }
}
