using System.Text;

using Sluice.Transport.Authentication;
using Sluice.Transport.Io;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz.Peers;

/// <summary>
/// The other end of a connection, in memory and at once: behaves up to a point, then sends the input's chunks, each as the
/// payload of one packet. An empty chunk is a key exchange as it should be.
/// </summary>
internal sealed class ScriptedPeer : ByteLink
{
    private const int LongestPayload = PacketLimits.MaxLength - 64;

    private readonly PeerExchange _exchange;
    private readonly bool _isServer;
    private readonly Start _start;
    private readonly Action _onScript;
    private readonly byte[] _script;
    private readonly List<byte> _line = [];
    private int _position;
    private int _received;
    private bool _identified;
    private bool _scripted;
    private bool _told;
    private bool _ended;

    /// <param name="isServer">The peer's own role.</param>
    /// <param name="start">How far it behaves.</param>
    /// <param name="script">What it does then.</param>
    /// <param name="onScript">Called once, before it does.</param>
    public ScriptedPeer(bool isServer, Start start, ReadOnlySpan<byte> script, Action onScript)
    {
        (_isServer, _start, _script, _onScript) = (isServer, start, script.ToArray(), onScript);
        _exchange = new PeerExchange(isServer);
        if (start == Start.Never)
        {
            _exchange.Sent.AddRange(_script);
            _position = _script.Length;
            _scripted = true;
            return;
        }
        _exchange.Sent.AddRange(Encoding.ASCII.GetBytes($"{PeerSide.Theirs}\r\n"));
        if (start == Start.Identified) _scripted = true;
        else _exchange.Begin();
    }

    /// <summary>True if the peer came as far as it was to behave.</summary>
    public bool HasBehaved => _scripted;

    public override ValueTask<IoResult> WaitAsync()
    {
        if (_received == _exchange.Sent.Count) Advance();
        return new(new IoResult(0, null));
    }

    public override bool TryReceive(Memory<byte> buffer, out IoResult result)
    {
        var waiting = _exchange.Sent.Count - _received;
        if (waiting == 0 && !_ended)
        {
            result = default;
            return false;
        }
        var taken = Math.Min(buffer.Length, waiting);
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_exchange.Sent).Slice(_received, taken).CopyTo(buffer.Span);
        _received += taken;
        result = new IoResult(taken, null);
        return true;
    }

    public override ValueTask<IoResult> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_start != Start.Never) Hear(bytes.Span);
        return new(new IoResult(bytes.Length, null));
    }

    public override void ShutdownSend() => _ended = true;

    public override void Close() => _ended = true;

    public override void Dispose()
    {
        _ended = true;
        _exchange.Dispose();
    }

    /// <summary>Nothing is under way: the next chunk, or the end.</summary>
    private void Advance()
    {
        if (_scripted && !_told)
        {
            _told = true;
            _onScript();
        }
        while (_scripted && _position < _script.Length && _received == _exchange.Sent.Count)
        {
            var cursor = new InputCursor(_script.AsSpan(_position));
            var payload = cursor.TakeChunk();
            _position = _script.Length - cursor.Rest.Length;
            if (payload.IsEmpty) _exchange.Begin();
            else _exchange.Say(payload[..Math.Min(payload.Length, LongestPayload)]);
        }
        if (_received == _exchange.Sent.Count) _ended = true;
    }

    private void Hear(ReadOnlySpan<byte> bytes)
    {
        while (!_identified && !bytes.IsEmpty)
        {
            _line.Add(bytes[0]);
            bytes = bytes[1..];
            _identified = _line[^1] == '\n';
        }
        _exchange.Hear(bytes, OnMessage);
    }

    private void OnMessage(ReadOnlySpan<byte> payload)
    {
        if (_scripted) return;
        switch ((MessageNumber)payload[0])
        {
            case MessageNumber.NewKeys when _start == Start.Exchanged:
                _scripted = true;
                return;
            case MessageNumber.NewKeys when !_isServer:
                _exchange.Say(RoundTrip.Write(new ServiceMessage(MessageNumber.ServiceRequest, "ssh-userauth"u8)));
                return;
            case MessageNumber.ServiceAccept:
                _exchange.Say(AuthenticationClient.CreateRequest(_exchange.SessionId, "alice", FixedKeys.Ed25519, []));
                return;
            case MessageNumber.ServiceRequest:
                _exchange.Say(RoundTrip.Write(new ServiceMessage(MessageNumber.ServiceAccept, "ssh-userauth"u8)));
                return;
            case MessageNumber.UserAuthRequest:
                _exchange.Say([(byte)MessageNumber.UserAuthSuccess]);
                _scripted = true;
                return;
            case MessageNumber.UserAuthSuccess:
                _scripted = true;
                return;
        }
    }
}
