using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Crypto.Protection;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Handshake;

/// <summary>
/// One key exchange (RFC 4253 sections 7 and 8), first or later, in either role: messages in, steps out. It knows no
/// socket; its owner sends what it says and takes the keys where NEWKEYS passes.
/// </summary>
internal sealed class KeyExchangeMachine : IDisposable
{
    private readonly HandshakeSide _side;
    private readonly byte[]? _sessionId;
    private readonly KexInitMessage _ownInit;
    private KexInitMessage? _peerInit;
    private byte[] _peerInitPayload = [];
    private KeyAgreement? _agreement;
    private byte[] _clientValue = [];
    private byte[] _secret = [];
    private bool _ignoreNext;

    /// <param name="side">Who we are.</param>
    /// <param name="sessionId">Null for the first exchange of a connection.</param>
    public KeyExchangeMachine(HandshakeSide side, byte[]? sessionId)
    {
        _side = side;
        _sessionId = sessionId;
        string[] markers = side.IsServer ? [KexMarkers.StrictServer] : [KexMarkers.ExtInfoClient, KexMarkers.StrictClient];
        string[] none = ["none"];
        var catalog = side.Catalog;
        _ownInit = new(
            sessionId is null ? [.. catalog.KexAlgorithms, .. markers] : catalog.KexAlgorithms,
            side.HostKeyAlgorithms(),
            catalog.Ciphers,
            catalog.Ciphers,
            catalog.Macs,
            catalog.Macs,
            none,
            none,
            false);
        Span<byte> cookie = stackalloc byte[16];
        ExchangeHash.Randomize(cookie);
        OwnInitPayload = _ownInit.ToPayload(cookie);
    }

    /// <summary>Our KEXINIT, to be sent first.</summary>
    public byte[] OwnInitPayload { get; }

    /// <summary>True once the peer's KEXINIT is here: it may send nothing but key exchange messages then.</summary>
    public bool HasPeerInit => _peerInit is not null;

    /// <summary>True if both sides announced strict key exchange; meaningful for the first exchange.</summary>
    public bool IsStrict => _peerInit?.KexAlgorithms.Contains(_side.IsServer ? KexMarkers.StrictClient : KexMarkers.StrictServer) ?? false;

    /// <summary>True if the client wants EXT_INFO.</summary>
    public bool PeerWantsExtInfo => _peerInit?.KexAlgorithms.Contains(KexMarkers.ExtInfoClient) ?? false;

    /// <summary>What was agreed on; set once the peer's KEXINIT was taken.</summary>
    public NegotiatedAlgorithms? Algorithms { get; private set; }

    /// <summary>The exchange hash; of the first exchange it is the session id. Set before NEWKEYS is to be sent.</summary>
    public byte[]? Hash { get; private set; }

    /// <summary>Takes the peer's KEXINIT.</summary>
    public KexStep OnKexInit(ReadOnlySpan<byte> payload)
    {
        if (_peerInit is not null) return KexStep.Fail(EndReason.ProtocolViolation, "A second KEXINIT came within one key exchange.");
        if (!KexInitMessage.TryParse(payload, out var init)) return KexStep.Fail(EndReason.ProtocolViolation, "The KEXINIT is malformed.");
        _peerInit = init;
        _peerInitPayload = payload.ToArray();
        var (client, server) = _side.IsServer ? (init, _ownInit) : (_ownInit, init);
        Algorithms = NegotiatedAlgorithms.Choose(client, server, out var fault);
        if (Algorithms is null) return KexStep.Fail(EndReason.KeyExchangeFailed, fault);
        // RFC 4253 section 7: a guess is right if both first names are the same.
        _ignoreNext = init.FirstKexPacketFollows
            && (init.KexAlgorithms.FirstOrDefault() != _ownInit.KexAlgorithms[0]
                || init.HostKeyAlgorithms.FirstOrDefault() != _ownInit.HostKeyAlgorithms.FirstOrDefault());
        _agreement = Algorithms.KeyExchange.Create();
        if (_side.IsServer) return new(KexAction.Wait);
        _clientValue = _agreement.Start();
        return new(KexAction.Send, Payload(new KexEcdhInitMessage(_clientValue)));
    }

    /// <summary>Takes a message numbered 30 to 49.</summary>
    public KexStep OnMessage(ReadOnlySpan<byte> payload)
    {
        if (_agreement is null || Hash is not null) return Unexpected();
        if (_ignoreNext)
        {
            _ignoreNext = false;
            return new(KexAction.Wait);
        }
        return (_side.IsServer, (MessageNumber)payload[0]) switch
        {
            (true, MessageNumber.KexEcdhInit) => Respond(payload),
            (false, MessageNumber.KexEcdhReply) => Finish(payload),
            _ => Unexpected(),
        };
    }

    /// <summary>Keys for what we send.</summary>
    public PacketSealer CreateSealer()
    {
        var (cipher, mac) = Direction(ours: true);
        var (key, iv, macKey) = Derive(cipher, mac, clientToServer: !_side.IsServer);
        var sealer = cipher.CreateSealer(key, iv, mac, macKey);
        Clear(key, iv, macKey);
        return sealer;
    }

    /// <summary>Keys for what we receive.</summary>
    public PacketOpener CreateOpener()
    {
        var (cipher, mac) = Direction(ours: false);
        var (key, iv, macKey) = Derive(cipher, mac, clientToServer: _side.IsServer);
        var opener = cipher.CreateOpener(key, iv, mac, macKey);
        Clear(key, iv, macKey);
        return opener;
    }

    public void Dispose()
    {
        _agreement?.Dispose();
        ExchangeHash.Clear(_secret);
    }

    private KexStep Respond(ReadOnlySpan<byte> payload)
    {
        if (!KexEcdhInitMessage.TryParse(payload, out var message)) return KexStep.Fail(EndReason.ProtocolViolation, "The key exchange message is malformed.");
        if (!_agreement!.TryRespond(message.ClientValue, out var serverValue, out _secret))
        {
            return KexStep.Fail(EndReason.KeyExchangeFailed, "The client's key exchange value is not acceptable.");
        }
        var key = HostKeyChoice.ToSign(_side.HostKeys, Algorithms!.HostKeyAlgorithm);
        var blob = key.PublicKey.Blob.Span;
        Hash = ComputeHash(blob, message.ClientValue, serverValue);
        var signature = key.Sign(Algorithms.HostKeyAlgorithm, Hash);
        return new(KexAction.SendNewKeys, Payload(new KexEcdhReplyMessage(blob, serverValue, signature)));
    }

    private KexStep Finish(ReadOnlySpan<byte> payload)
    {
        if (!KexEcdhReplyMessage.TryParse(payload, out var message)) return KexStep.Fail(EndReason.ProtocolViolation, "The key exchange reply is malformed.");
        if (HostKeyChoice.ToVerify(message.HostKey, Algorithms!.HostKeyAlgorithm, _side.Trust, out var failure) is not { } hostKey) return failure;
        if (!_agreement!.TryFinish(message.ServerValue, out _secret))
        {
            return KexStep.Fail(EndReason.KeyExchangeFailed, "The server's key exchange value is not acceptable.");
        }
        var hash = ComputeHash(message.HostKey, _clientValue, message.ServerValue);
        if (!hostKey.Verify(Algorithms.HostKeyAlgorithm, hash, message.Signature))
        {
            return KexStep.Fail(EndReason.KeyExchangeFailed, "The server's signature of the key exchange does not hold.");
        }
        Hash = hash;
        return new(KexAction.SendNewKeys);
    }

    private byte[] ComputeHash(ReadOnlySpan<byte> hostKey, ReadOnlySpan<byte> clientValue, ReadOnlySpan<byte> serverValue)
    {
        var (clientInit, serverInit) = _side.IsServer ? (_peerInitPayload, OwnInitPayload) : (OwnInitPayload, _peerInitPayload);
        return ExchangeHash.Compute(
            Algorithms!.KeyExchange.Hash,
            _side.ClientIdentification,
            _side.ServerIdentification,
            clientInit,
            serverInit,
            hostKey,
            clientValue,
            serverValue,
            _secret);
    }

    private (CipherAlgorithm Cipher, MacAlgorithm? Mac) Direction(bool ours) =>
        ours == _side.IsServer
            ? (Algorithms!.CipherServerToClient, Algorithms.MacServerToClient)
            : (Algorithms!.CipherClientToServer, Algorithms.MacClientToServer);

    private (byte[] Key, byte[] Iv, byte[] MacKey) Derive(CipherAlgorithm cipher, MacAlgorithm? mac, bool clientToServer)
    {
        var hash = Algorithms!.KeyExchange.Hash;
        byte[] Part(char client, char server, int length) =>
            ExchangeHash.Derive(hash, _secret, Hash, clientToServer ? client : server, _sessionId ?? Hash, length);
        return (Part('C', 'D', cipher.KeyLength), Part('A', 'B', cipher.IvLength), Part('E', 'F', mac?.Length ?? 0));
    }

    private static void Clear(byte[] key, byte[] iv, byte[] macKey)
    {
        ExchangeHash.Clear(key);
        ExchangeHash.Clear(iv);
        ExchangeHash.Clear(macKey);
    }

    private static KexStep Unexpected() => KexStep.Fail(EndReason.ProtocolViolation, "A key exchange message came out of turn.");

    private static byte[] Payload<T>(in T message)
        where T : IMessage, allows ref struct
    {
        var writer = new WireWriter(new byte[message.MaxLength]);
        writer.WriteByte((byte)message.Number);
        message.Write(ref writer);
        return writer.Written.ToArray();
    }
}
