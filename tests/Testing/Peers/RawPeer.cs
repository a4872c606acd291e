using System.Buffers.Binary;
using System.Text;

using Sluice.Transport;
using Sluice.Transport.Buffers;
using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Crypto.Protection;
using Sluice.Transport.Handshake;
using Sluice.Transport.Io;
using Sluice.Transport.Packets;

namespace Sluice.Testing.Peers;

/// <summary>
/// A peer that can say anything at any time, in either role, over any link. It performs true key exchanges, so that what
/// it says under keys is heard; beyond that it keeps no rule.
/// </summary>
internal sealed class RawPeer : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly ByteLink _link;
    private readonly Block _received = new BufferPool().Rent(BufferRole.Receive, 512 * 1024);
    private readonly PacketReader _reader = new();
    private readonly Queue<byte[]> _overheard = [];
    private PacketSealer _sealer = new ClearSealer();
    private HandshakeSide? _side;
    private uint _sequence;
    private bool _isStrict;

    public RawPeer(ByteLink link, bool isServer) => (_link, IsServer) = (link, isServer);

    public bool IsServer { get; }

    public string Identification { get; init; } = "SSH-2.0-RawPeer";

    public SshPrivateKey HostKey { get; init; } = PeerKeys.Host;

    public AlgorithmPreferences Algorithms { get; init; } = new() { KexAlgorithms = "curve25519-sha256", Ciphers = "chacha20-poly1305@openssh.com" };

    /// <summary>The first exchange's hash; null before.</summary>
    public byte[]? SessionId { get; private set; }

    /// <summary>The sequence number of the packet that is sent next.</summary>
    public uint NextSequence => _sequence;

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes) => await _link.SendAsync(bytes).AsTask().WaitAsync(_patience).ConfigureAwait(false);

    /// <summary>Sends payloads, each framed and sealed as it should be.</summary>
    public async Task SendAsync(params byte[][] payloads)
    {
        foreach (var payload in payloads) await SendRawAsync(Seal(Frame(payload))).ConfigureAwait(false);
    }

    /// <summary>A frame in clear (RFC 4253 section 6): as it should be, unless its padding or length is given.</summary>
    public byte[] Frame(byte[] payload, int? padding = null, uint? length = null)
    {
        var counted = 1 + payload.Length + (_sealer.PadsLength ? 4 : 0);
        var bytes = padding ?? 4 + ((_sealer.BlockSize - ((counted + 4) % _sealer.BlockSize)) % _sealer.BlockSize);
        var frame = new byte[5 + payload.Length + bytes];
        BinaryPrimitives.WriteUInt32BigEndian(frame, length ?? (uint)(frame.Length - 4));
        frame[4] = (byte)bytes;
        payload.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>Seals a frame under the present keys and the next sequence number.</summary>
    public byte[] Seal(byte[] frame)
    {
        var packet = new byte[frame.Length + _sealer.TagLength];
        _sealer.Seal(_sequence++, frame, packet);
        return packet;
    }

    /// <summary>The next payload; null at the end of the stream.</summary>
    public async Task<byte[]?> ReceiveAsync() => _overheard.TryDequeue(out var payload) ? payload : await TakeAsync().ConfigureAwait(false);

    /// <summary>Reads on to the message with this number.</summary>
    public async Task<byte[]> ExpectAsync(byte number)
    {
        while (await ReceiveAsync().ConfigureAwait(false) is { } payload)
        {
            if (payload[0] == number) return payload;
            if (payload[0] == 1) throw new InvalidOperationException($"DISCONNECT came instead of {number}: {Encoding.UTF8.GetString(payload.AsSpan(9))}");
        }
        throw new InvalidOperationException($"The connection ended before message {number}.");
    }

    /// <summary>Everything up to the end of the stream, as far as it can be opened.</summary>
    public async Task<List<byte[]>> ReadToEndAsync()
    {
        var heard = new List<byte[]>();
        if (_side is null) await HearIdentificationAsync().ConfigureAwait(false);
        while (await ReceiveAsync().ConfigureAwait(false) is { } payload) heard.Add(payload);
        return heard;
    }

    /// <summary>Says the identification line and hears the other's.</summary>
    public async Task IdentifyAsync()
    {
        await SendRawAsync(Encoding.ASCII.GetBytes($"{Identification}\r\n")).ConfigureAwait(false);
        var theirs = await HearIdentificationAsync().ConfigureAwait(false);
        var (client, server) = IsServer ? (theirs, Identification) : (Identification, theirs);
        _side = new(IsServer, client, server, AlgorithmCatalog.Create(Algorithms), [HostKey], HostKeyTrust.InKeys([PeerKeys.Host.PublicKey]));
    }

    /// <summary>A machine for an exchange that a case drives itself.</summary>
    public KeyExchangeMachine CreateMachine() => new(_side!, SessionId);

    /// <summary>A whole key exchange, whoever began it; what comes in between is kept for <see cref="ReceiveAsync"/>.</summary>
    public async Task ExchangeKeysAsync()
    {
        using var machine = CreateMachine();
        await SendAsync(machine.OwnInitPayload).ConfigureAwait(false);
        while (true)
        {
            var payload = await TakeAsync().ConfigureAwait(false) ?? throw new InvalidOperationException("The connection ended during a key exchange.");
            switch (payload[0])
            {
                case 20:
                    await PerformAsync(machine, machine.OnKexInit(payload)).ConfigureAwait(false);
                    break;
                case 21:
                    _reader.ChangeKeys(machine.CreateOpener(), _isStrict);
                    SessionId ??= machine.Hash;
                    return;
                case >= 30 and < 50:
                    await PerformAsync(machine, machine.OnMessage(payload)).ConfigureAwait(false);
                    break;
                default:
                    _overheard.Enqueue(payload);
                    break;
            }
        }
    }

    /// <summary>Sends no more; the other side hears the end of the stream.</summary>
    public void ShutdownSend() => _link.ShutdownSend();

    public void Dispose()
    {
        _link.Dispose();
        _reader.Dispose();
        _sealer.Dispose();
    }

    private async Task PerformAsync(KeyExchangeMachine machine, KexStep step)
    {
        if (step.Action == KexAction.Fail) throw new InvalidOperationException($"The key exchange failed: {step.End}");
        if (SessionId is null) _isStrict = machine.IsStrict;
        if (step.Message is not null) await SendAsync(step.Message).ConfigureAwait(false);
        if (step.Action != KexAction.SendNewKeys) return;
        await SendAsync(Say.NewKeys()).ConfigureAwait(false);
        _sealer.Dispose();
        _sealer = machine.CreateSealer();
        if (_isStrict) _sequence = 0;
    }

    private async Task<string> HearIdentificationAsync()
    {
        while (true)
        {
            var outcome = Transport.Handshake.Identification.TryRead(_received.Used, allowPreamble: !IsServer, out var line, out var consumed);
            if (outcome == Transport.Handshake.Identification.Outcome.Done)
            {
                _received.Head += consumed;
                return line;
            }
            if (!await FillAsync().ConfigureAwait(false)) throw new InvalidOperationException("The connection ended before its identification.");
        }
    }

    private async Task<byte[]?> TakeAsync()
    {
        while (true)
        {
            switch (TryTake(out var payload))
            {
                case OpenResult.Packet:
                    return payload;
                case OpenResult.NeedMore:
                    if (!await FillAsync().ConfigureAwait(false)) return null;
                    break;
                default:
                    // Sealed with keys that we did not agree to: nothing more can be understood.
                    do _received.Head = _received.Tail = 0;
                    while (await FillAsync().ConfigureAwait(false));
                    return null;
            }
        }
    }

    private OpenResult TryTake(out byte[] payload)
    {
        var result = _reader.TryOpen(_received, out var packet);
        payload = packet.Payload.ToArray();
        return result;
    }

    private async Task<bool> FillAsync()
    {
        _received.Compact();
        while (true)
        {
            await _link.WaitAsync().AsTask().WaitAsync(_patience).ConfigureAwait(false);
            if (!_link.TryReceive(_received.FreeMemory, out var result)) continue;
            _received.Tail += result.Bytes;
            return result.Bytes > 0;
        }
    }
}
