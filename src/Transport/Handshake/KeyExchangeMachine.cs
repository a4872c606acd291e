using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Crypto.Protection;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Handshake;

/// <summary>
/// One key exchange (RFC 4253 sections 7 and 8), first or later, in either role: messages in, steps out. It knows no
/// socket; its owner sends what it says and takes the keys where NEWKEYS passes. The methods' own messages are a
/// <see cref="KexDialogue"/>.
/// </summary>
internal sealed class KeyExchangeMachine : IDisposable
{
    private readonly HandshakeSide _side;
    private readonly byte[]? _sessionId;
    private readonly KexInitMessage _ownInit;
    private KexDialogue? _dialogue;
    private bool _ignoreNext;

    /// <param name="side">Who we are.</param>
    /// <param name="sessionId">Null for the first exchange of a connection.</param>
    public KeyExchangeMachine(HandshakeSide side, byte[]? sessionId)
    {
        _side = side;
        _sessionId = sessionId;
        _ownInit = side.CreateInit(isFirst: sessionId is null);
        Span<byte> cookie = stackalloc byte[KexCookie.Length];
        KexCookie.Fill(cookie);
        OwnInitPayload = _ownInit.ToPayload(cookie);
    }

    /// <summary>Our KEXINIT, to be sent first.</summary>
    public byte[] OwnInitPayload { get; }

    /// <summary>True once the peer's KEXINIT is here: it may send nothing but key exchange messages then.</summary>
    public bool HasPeerInit { get; private set; }

    /// <summary>True if both sides announced strict key exchange; meaningful for the first exchange.</summary>
    public bool IsStrict { get; private set; }

    /// <summary>True if the client wants EXT_INFO.</summary>
    public bool PeerWantsExtInfo { get; private set; }

    /// <summary>What was agreed on; set once the peer's KEXINIT was taken.</summary>
    public NegotiatedAlgorithms? Algorithms { get; private set; }

    /// <summary>The exchange hash; of the first exchange it is the session id. Set before NEWKEYS is to be sent.</summary>
    public byte[]? Hash => _dialogue?.Keys?.Hash;

    /// <summary>Takes the peer's KEXINIT.</summary>
    public KexStep OnKexInit(ReadOnlySpan<byte> payload)
    {
        if (HasPeerInit) return KexStep.Fail(EndReason.ProtocolViolation, "A second KEXINIT came within one key exchange.");
        if (!KexInitMessage.TryParse(payload, out var init)) return KexStep.Fail(EndReason.ProtocolViolation, "The KEXINIT is malformed.");
        HasPeerInit = true;
        IsStrict = init.KexAlgorithms.Contains(_side.IsServer ? KexMarkers.StrictClient : KexMarkers.StrictServer);
        PeerWantsExtInfo = init.KexAlgorithms.Contains(KexMarkers.ExtInfoClient);
        var (client, server) = _side.IsServer ? (init, _ownInit) : (_ownInit, init);
        Algorithms = NegotiatedAlgorithms.Choose(client, server, out var fault);
        if (Algorithms is null) return KexStep.Fail(EndReason.KeyExchangeFailed, fault);
        // RFC 4253 section 7: a guess is right if both first names are the same.
        _ignoreNext = init.FirstKexPacketFollows
            && (init.KexAlgorithms.FirstOrDefault() != _ownInit.KexAlgorithms[0]
                || init.HostKeyAlgorithms.FirstOrDefault() != _ownInit.HostKeyAlgorithms.FirstOrDefault());
        _dialogue = CreateDialogue(Algorithms, payload);
        return _dialogue.Start();
    }

    /// <summary>Takes a message numbered 30 to 49.</summary>
    public KexStep OnMessage(ReadOnlySpan<byte> payload)
    {
        if (_dialogue is not { Keys: null }) return KexStep.Fail(EndReason.ProtocolViolation, "A key exchange message came out of turn.");
        if (!_ignoreNext) return _dialogue.OnMessage(payload);
        _ignoreNext = false;
        return new(KexAction.Wait);
    }

    /// <summary>Keys for what we send.</summary>
    public PacketSealer CreateSealer()
    {
        var (cipher, mac) = Algorithms!.Direction(clientToServer: !_side.IsServer);
        return _dialogue!.Keys!.CreateSealer(cipher, mac, clientToServer: !_side.IsServer);
    }

    /// <summary>Keys for what we receive.</summary>
    public PacketOpener CreateOpener()
    {
        var (cipher, mac) = Algorithms!.Direction(clientToServer: _side.IsServer);
        return _dialogue!.Keys!.CreateOpener(cipher, mac, clientToServer: _side.IsServer);
    }

    public void Dispose() => _dialogue?.Dispose();

    private KexDialogue CreateDialogue(NegotiatedAlgorithms algorithms, ReadOnlySpan<byte> peerInit)
    {
        var clientInit = _side.IsServer ? peerInit : OwnInitPayload;
        var serverInit = _side.IsServer ? OwnInitPayload : peerInit;
        // Both KEXINITs go into the hash at once, so that the peer's need not be kept.
        var hash = new ExchangeHash(algorithms.KeyExchange.Hash, _side.ClientIdentification, _side.ServerIdentification, clientInit, serverInit);
        return _side.IsServer
            ? new ServerKexDialogue(_side, algorithms, hash, _sessionId)
            : new ClientKexDialogue(_side, algorithms, hash, _sessionId);
    }
}
