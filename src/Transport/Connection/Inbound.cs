using Sluice.Transport.Buffers;
using Sluice.Transport.Channels;
using Sluice.Transport.Diagnostics;
using Sluice.Transport.Handshake;
using Sluice.Transport.Io;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Connection;

/// <summary>
/// The receiving direction: the peer's identification, then packets, each opened in place, judged by the guard and handed
/// to whom its phase belongs. One loop, on one thread at a time.
/// </summary>
internal sealed class Inbound : IDisposable
{
    /// <summary>Messages that a peer may send before it is authenticated; real clients need a tenth of that.</summary>
    private const int MaxMessagesBeforeLogin = 500;

    /// <summary>Blocks that may be full one after the other before other connections of the thread get their turn: eight mebibytes, some 8 ms.</summary>
    private const int MaxFullBlocks = 64;

    private readonly SshConnection _connection;
    private readonly ConnectionSettings _settings;
    private readonly ByteLink _link;
    private readonly Outbound _outbound;
    private readonly PacketReader _reader;
    private readonly ChannelTable _channels;
    private readonly ReceiveBuffer _received;
    private readonly ConnectionProtocol _protocol;
    private Login? _login;
    private int _messagesBeforeLogin;

    public Inbound(SshConnection connection, ConnectionSettings settings, ByteLink link, Outbound outbound, ChannelTable channels, IConnectionPass? pass)
    {
        _connection = connection;
        _settings = settings;
        _link = link;
        _outbound = outbound;
        _channels = channels;
        _reader = new PacketReader { Recorder = connection.Recorder.In };
        _received = new ReceiveBuffer(settings.Pool);
        _protocol = new ConnectionProtocol(connection, settings, channels, outbound);
        _login = settings.IsServer ? new ServerLogin(connection, settings, outbound) : new ClientLogin(connection, settings, outbound);
        Exchanges = new KeyExchanges(connection, settings, _reader, outbound);
        if (pass is not null) Admittance = new Admittance(connection, pass, Exchanges);
    }

    /// <summary>The peer's line without its end; empty before it came.</summary>
    public string Identification { get; private set; } = "";

    public KeyExchanges Exchanges { get; }

    /// <summary>Server role: the gate's word, until the user is known; null from then on.</summary>
    public Admittance? Admittance { get; private set; }

    /// <summary>Bytes of the block that it receives into. Safe from any thread.</summary>
    public int Rented => _received.Rented;

    /// <summary>The login while it is under way; null from authentication on. Safe from any thread.</summary>
    public Login? Login => Volatile.Read(ref _login);

    /// <summary>
    /// True if the next packets may cost signatures: not on the thread that serves the sockets. Where the gate has its word,
    /// they wait for their turn or for the directory in any case, and leave the thread there.
    /// </summary>
    private bool IsCostly => Admittance is null && (_login is not null || Exchanges.Phase is not null);

    private Phase Phase => Exchanges.Phase ?? (_login is not null ? Phase.Login : Phase.Connected);

    /// <summary>Receives until the connection ended and the peer closed, or the link did.</summary>
    public async Task RunAsync()
    {
        var mayBeMore = false;
        var full = 0;
        while (true)
        {
            if (!mayBeMore)
            {
                if (!IsThere(await IdleAsync().ConfigureAwait(false))) return;
                if (IsCostly) await Task.Yield();
            }
            if (mayBeMore = _link.TryReceive(_received.Block.FreeMemory, out var result))
            {
                if (!IsThere(result)) return;
                if (result.Bytes == 0)
                {
                    _connection.End(EndReason.PeerClosed, EndSide.Peer, "The peer closed the connection.");
                    return;
                }
                mayBeMore = _received.OnReceived(result.Bytes);
                full = mayBeMore ? full + 1 : 0;
                _connection.OnReceived();
                while (TakePackets())
                {
                    await Task.Yield();
                    await DoWhatIsDueAsync().ConfigureAwait(false);
                }
                _received.MakeRoom(_reader.BytesNeeded);
                if (full == MaxFullBlocks)
                {
                    full = 0;
                    await Task.Yield();
                }
            }
        }
    }

    /// <summary>The user is known: from here on the connection protocol is spoken.</summary>
    public void OnAuthenticated()
    {
        Volatile.Write(ref _login, null);
        Admittance?.OnAuthenticated();
        Admittance = null;
    }

    /// <summary>Returns and clears everything; called when the loop has ended.</summary>
    public void Dispose()
    {
        _received.Dispose();
        _reader.Dispose();
        Exchanges.Dispose();
    }

    /// <summary>Waits for bytes, without a buffer unless there is a part of a packet in it; without channels the flight recorder holds none either.</summary>
    private ValueTask<IoResult> IdleAsync()
    {
        if (_received.TryRelease() && _channels.Count == 0) _outbound.Rest(_connection.Recorder);
        return _link.WaitAsync();
    }

    private ValueTask DoWhatIsDueAsync() => _login is { IsAnswerDue: true } login ? login.AnswerAsync() : Admittance!.TakeTurnAsync();

    /// <summary>Works on what was received; true if it stopped because the directory has to be asked first, or our turn awaited.</summary>
    private bool TakePackets()
    {
        using var batch = FlushBatch.Begin();
        try
        {
            return TakePackets(_received.Block);
        }
        finally
        {
            Admittance?.EndTurn();
        }
    }

    private bool TakePackets(Block block)
    {
        if (Identification.Length == 0 && _connection.IsAlive && !TryIdentify()) return false;
        while (_connection.IsAlive && _login is not { IsAnswerDue: true } && Admittance?.IsTurnDue(block.Used) != true)
        {
            switch (_reader.TryOpen(block, out var packet))
            {
                case OpenResult.NeedMore:
                    if (_login is null) Exchanges.RenewIfDue();
                    return false;
                case OpenResult.Packet:
                    Dispatch(packet);
                    break;
                case OpenResult.BadMac:
                    _connection.End(EndReason.MacError, EndSide.Peer, "A packet's authentication code is wrong.");
                    break;
                default:
                    _connection.Violate("A packet's length is not acceptable.");
                    break;
            }
        }
        if (_connection.IsAlive) return true;
        // What comes after the end is read, so that the peer can still read our DISCONNECT, and dropped.
        block.Head = block.Tail = 0;
        return false;
    }

    private bool TryIdentify()
    {
        var block = _received.Block;
        var outcome = Handshake.Identification.TryRead(block.Used, allowPreamble: !_settings.IsServer, out var identification, out var consumed);
        if (outcome == Handshake.Identification.Outcome.NeedMore) return false;
        if (outcome == Handshake.Identification.Outcome.Invalid)
        {
            _connection.Violate("The peer does not speak SSH 2.0.");
            return true;
        }
        block.Head += consumed;
        Identification = identification;
        _connection.Recorder.In.Record(FlightNote.Identification, consumed);
        var (client, server) = _settings.IsServer ? (identification, _settings.Identification) : (_settings.Identification, identification);
        Exchanges.Start(client, server);
        return true;
    }

    private void Dispatch(in OpenedPacket packet)
    {
        var payload = packet.Payload;
        var number = (MessageNumber)payload[0];
        var phase = Phase;
        if (!MessageGuard.Allows(_settings.IsServer, phase, payload[0]))
        {
            if (phase == Phase.Connected && MessageGuard.IsUnknown(payload[0])) _outbound.Send(new UnimplementedMessage(packet.Sequence));
            else _connection.Violate($"Message {payload[0]} is not allowed in the phase {phase}.");
            return;
        }
        if (_login is not null && ++_messagesBeforeLogin > MaxMessagesBeforeLogin)
        {
            _connection.Violate("Too many messages came before authentication.");
            return;
        }
        switch (number)
        {
            case MessageNumber.Disconnect:
                _connection.End(EndReason.PeerClosed, EndSide.Peer, DisconnectCodes.Describe((uint)DisconnectMessage.Parse(payload).Code));
                return;
            case MessageNumber.Ignore or MessageNumber.Debug or MessageNumber.Unimplemented:
                return;
            case >= MessageNumber.KexInit and < MessageNumber.UserAuthRequest:
                Exchanges.OnMessage(number, payload, packet.Sequence);
                return;
            default:
                if (_login is not null) _login.OnMessage(number, payload);
                else _protocol.OnMessage(number, packet);
                return;
        }
    }

    /// <summary>False, and the connection is lost, if waiting or receiving failed.</summary>
    private bool IsThere(IoResult result)
    {
        if (result.Failed) _connection.End(EndReason.ConnectionLost, EndSide.Peer, $"The connection was lost: {result.Fault}.");
        return !result.Failed;
    }
}
