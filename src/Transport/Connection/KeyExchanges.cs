using Sluice.Transport.Crypto.Protection;
using Sluice.Transport.Handshake;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Connection;

/// <summary>
/// The connection's key exchanges, the first and the later ones: drives one machine at a time and changes keys exactly
/// where NEWKEYS passes (RFC 4253 section 7.3). Belongs to the receive loop.
/// </summary>
internal sealed class KeyExchanges(SshConnection connection, ConnectionSettings settings, PacketReader reader, Outbound outbound) : IDisposable
{
    /// <summary>Exchanges that a peer may begin although its keys are fresh and unused.</summary>
    private const int MaxHasty = 16;

    private const long HastyMilliseconds = 1000;
    private const long HastyBytes = 4096;

    private HandshakeSide? _side;
    private KeyExchangeMachine? _machine;
    private PacketOpener? _pendingOpener;
    private bool _isStrict;
    private int _hasty;
    private long _runningSince;
    private long _keysSince = Environment.TickCount64;

    /// <summary>The first exchange's hash (RFC 4253 section 7.2); null before.</summary>
    public byte[]? SessionId { get; private set; }

    /// <summary>The host key algorithm of the first exchange; empty before.</summary>
    public string HostKeyAlgorithm { get; private set; } = "";

    /// <summary>What the last exchange agreed on; null before the first is done. Safe from any thread.</summary>
    public NegotiatedAlgorithms? Agreed { get; private set; }

    /// <summary>What the peer may say because of an exchange; null if none restricts it: it may not have heard of ours yet.</summary>
    public Phase? Phase => _machine switch
    {
        null => null,
        _ when SessionId is null => _isStrict ? Connection.Phase.StrictFirstExchange : Connection.Phase.FirstExchange,
        { HasPeerInit: true } => Connection.Phase.Exchange,
        _ => null,
    };

    /// <summary>When the exchange that is under way began, in ticks; 0 if none is. Safe from any thread.</summary>
    public long RunningSince => Volatile.Read(ref _runningSince);

    /// <summary>True if the keys are older than they may be. Safe from any thread.</summary>
    public bool AreKeysOld(long now) => now - Volatile.Read(ref _keysSince) > settings.RekeyInterval.TotalMilliseconds;

    /// <summary>The keys count as old from now on. Safe from any thread.</summary>
    public void Expire() => Volatile.Write(ref _keysSince, long.MinValue / 2);

    /// <summary>Both identification lines are there: begins the first exchange.</summary>
    public void Start(string clientIdentification, string serverIdentification)
    {
        _side = new(settings.IsServer, clientIdentification, serverIdentification, settings.Catalog, settings.HostKeys, settings.KnownHost);
        Begin();
    }

    /// <summary>Begins an exchange if bytes, packets or age ask for fresh keys.</summary>
    public void RenewIfDue()
    {
        if (_machine is not null) return;
        var due = reader.BytesUnderKey > settings.RekeyBytes
            || reader.PacketsUnderKey > PacketLimits.MaxPacketsUnderOneKey
            || outbound.NeedsKeys(settings.RekeyBytes)
            || AreKeysOld(Environment.TickCount64);
        if (due) Begin();
    }

    /// <summary>Takes KEXINIT, NEWKEYS, or what is between them.</summary>
    public void OnMessage(MessageNumber number, ReadOnlySpan<byte> payload, uint sequence)
    {
        if (number == MessageNumber.NewKeys) OnNewKeys();
        else if (number != MessageNumber.KexInit) Perform(_machine!.OnMessage(payload));
        else OnKexInit(payload, sequence);
    }

    public void Dispose()
    {
        _machine?.Dispose();
        _pendingOpener?.Dispose();
    }

    private void Begin()
    {
        _machine = new KeyExchangeMachine(_side!, SessionId);
        Volatile.Write(ref _runningSince, Environment.TickCount64);
        outbound.BeginExchange(_machine.OwnInitPayload);
    }

    private void OnKexInit(ReadOnlySpan<byte> payload, uint sequence)
    {
        if (_machine is null)
        {
            if (IsTooHasty())
            {
                connection.Violate("The peer asks for keys again and again.");
                return;
            }
            Begin();
        }
        var step = _machine!.OnKexInit(payload);
        if (SessionId is null && step.Action != KexAction.Fail)
        {
            _isStrict = _machine.IsStrict;
            if (_isStrict && sequence != 0)
            {
                connection.Violate("KEXINIT was not the first packet of a strict key exchange.");
                return;
            }
        }
        Perform(step);
    }

    /// <summary>Each exchange costs us a signature and a key agreement, and the peer next to nothing if it likes.</summary>
    private bool IsTooHasty()
    {
        if (!connection.IsConnected) return ++_hasty > 1;
        var areUnused = reader.BytesUnderKey < HastyBytes && !outbound.NeedsKeys(HastyBytes);
        var areFresh = Environment.TickCount64 - Volatile.Read(ref _keysSince) < HastyMilliseconds;
        return areUnused && areFresh && ++_hasty > MaxHasty;
    }

    private void Perform(KexStep step)
    {
        switch (step.Action)
        {
            case KexAction.Fail:
                connection.End(step.End!.Reason, step.End.Side, step.End.Detail);
                return;
            case KexAction.Send:
                outbound.Send(new PayloadMessage(step.Message));
                return;
            case KexAction.SendNewKeys:
                if (step.Message is not null) outbound.Send(new PayloadMessage(step.Message));
                // RFC 8308 section 2.4: EXT_INFO is the first message after the first NEWKEYS.
                var extInfo = SessionId is null && settings.IsServer && _machine!.PeerWantsExtInfo ? settings.ExtInfo : [];
                _pendingOpener = _machine!.CreateOpener();
                outbound.CompleteExchange(_machine.CreateSealer(), _isStrict, extInfo);
                return;
        }
    }

    private void OnNewKeys()
    {
        if (_pendingOpener is null)
        {
            connection.Violate("NEWKEYS came out of turn.");
            return;
        }
        if (_isStrict && SessionId is null && reader.HasWrapped)
        {
            connection.Violate("Sequence numbers came round before the first keys.");
            return;
        }
        reader.ChangeKeys(_pendingOpener, _isStrict);
        Agreed = AgreedAlgorithms.Share(_machine!.Algorithms!);
        _pendingOpener = null;
        var isFirst = SessionId is null;
        if (isFirst) (SessionId, HostKeyAlgorithm) = (_machine!.Hash!, _machine.Algorithms!.HostKeyAlgorithm);
        AlgorithmCounts.Shared.Agreed(settings.IsServer, isFirst, _machine!.Algorithms!);
        _machine.Dispose();
        _machine = null;
        Volatile.Write(ref _keysSince, Environment.TickCount64);
        Volatile.Write(ref _runningSince, 0);
        if (isFirst) connection.OnFirstKeys();
    }
}
