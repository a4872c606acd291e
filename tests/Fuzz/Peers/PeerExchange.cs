using Sluice.Transport.Buffers;
using Sluice.Transport.Handshake;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz.Peers;

/// <summary>The peer's packets in both directions, and the key exchanges that it does as it should.</summary>
internal sealed class PeerExchange(bool isServer) : IDisposable
{
    private const int MostHeard = 1 << 17;

    // Its own: what the code borrows is counted.
    private static readonly BufferPool _pool = new();

    private readonly PacketReader _reader = new();
    private readonly PacketWriter _writer = new();
    private readonly Block _heard = _pool.Rent(BufferRole.Receive, MostHeard);
    private readonly Block _buffer = _pool.Rent(BufferRole.Send, PacketLimits.MaxLength + PacketLimits.MaxOverhead);
    private KeyExchangeMachine? _machine;
    private byte[]? _sessionId;
    private bool _isStrict;
    private bool _isDisposed;

    public delegate void Hearing(ReadOnlySpan<byte> payload);

    /// <summary>The first exchange's hash; null before.</summary>
    public byte[]? SessionId => _sessionId;

    /// <summary>What the code is to receive.</summary>
    public List<byte> Sent { get; } = [];

    /// <summary>True if what the code sent is not understood: the script may have put the keys out of step.</summary>
    public bool IsDeaf { get; private set; }

    /// <summary>Begins an exchange, unless one is under way.</summary>
    public void Begin()
    {
        if (_machine is not null) return;
        _machine = new KeyExchangeMachine(PeerSide.Of(isServer), _sessionId);
        Say(_machine.OwnInitPayload);
    }

    /// <summary>Sends one payload.</summary>
    public void Say(ReadOnlySpan<byte> payload) => Sent.AddRange(_buffer.Free[.._writer.Write(new PayloadMessage(payload), _buffer.Free)]);

    /// <summary>Opens what the code sent; tells messages that belong to no exchange.</summary>
    public void Hear(ReadOnlySpan<byte> bytes, Hearing hearing)
    {
        while (!IsDeaf && !bytes.IsEmpty)
        {
            _heard.Compact();
            var taken = Math.Min(bytes.Length, _heard.Free.Length);
            bytes[..taken].CopyTo(_heard.Free);
            _heard.Tail += taken;
            bytes = bytes[taken..];
            OpenResult result;
            while ((result = _reader.TryOpen(_heard, out var packet)) == OpenResult.Packet) OnMessage(packet.Payload, hearing);
            IsDeaf = result != OpenResult.NeedMore;
        }
    }

    public void Dispose()
    {
        _machine?.Dispose();
        _reader.Dispose();
        _writer.Dispose();
        if (_isDisposed) return;
        _isDisposed = true;
        _pool.Return(_heard);
        _pool.Return(_buffer);
    }

    private void OnMessage(ReadOnlySpan<byte> payload, Hearing hearing)
    {
        var number = (MessageNumber)payload[0];
        if (_machine is null || number is < MessageNumber.KexInit or >= MessageNumber.UserAuthRequest)
        {
            hearing(payload);
        }
        else if (number == MessageNumber.NewKeys)
        {
            _reader.ChangeKeys(_machine.CreateOpener(), _isStrict);
            _sessionId ??= _machine.Hash;
            _machine.Dispose();
            _machine = null;
            hearing(payload);
        }
        else
        {
            var step = number == MessageNumber.KexInit ? _machine.OnKexInit(payload) : _machine.OnMessage(payload);
            if (number == MessageNumber.KexInit && _sessionId is null) _isStrict = _machine.IsStrict;
            Perform(step);
        }
    }

    private void Perform(KexStep step)
    {
        IsDeaf |= step.Action == KexAction.Fail;
        if (step.Message is not null) Say(step.Message);
        if (step.Action != KexAction.SendNewKeys) return;
        Say([(byte)MessageNumber.NewKeys]);
        _writer.ChangeKeys(_machine!.CreateSealer(), _isStrict);
    }
}
