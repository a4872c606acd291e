using Sluice.Transport.Authentication;
using Sluice.Transport.Connection;
using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Protection;
using Sluice.Transport.Handshake;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport;

/// <summary>Dispatch by phase: the transport's own messages, key exchange, authentication.</summary>
public sealed partial class SshConnection
{
    private enum Phase
    {
        Identification,
        KeyExchange,
        Authentication,
        Connected,
    }

    private Phase _phase;
    private HandshakeSide? _side;
    private KeyExchangeMachine? _exchange;
    private PacketOpener? _pendingOpener;
    private AuthenticationServer? _authentication;
    private byte[]? _sessionId;
    private string[] _serverSigAlgs = [];
    private bool _strict;
    private bool _serviceAccepted;
    private bool _lookUpDue;
    private long _exchangeSince;

    private string OwnIdentification => $"SSH-2.0-{_settings.SoftwareVersion}";

    private void Dispatch(in OpenedPacket packet)
    {
        var payload = packet.Payload;
        var number = (MessageNumber)payload[0];
        if (_exchange is not null && (_exchange.HasPeerInit || _sessionId is null) && !IsLegalInExchange(number))
        {
            Violate($"Message {payload[0]} is not allowed during a key exchange.");
            return;
        }
        switch (number)
        {
            case MessageNumber.Disconnect:
                var disconnect = DisconnectMessage.Parse(payload);
                End(EndReason.PeerClosed, EndSide.Peer, $"The peer disconnected with code {(uint)disconnect.Code}.");
                return;
            case MessageNumber.Ignore or MessageNumber.Debug or MessageNumber.Unimplemented:
                return;
            case MessageNumber.KexInit:
                if (_exchange is null) BeginExchange();
                Perform(_exchange!.OnKexInit(payload));
                if (_sessionId is null)
                {
                    _strict = _exchange.IsStrict;
                    if (_strict && packet.Sequence != 0) Violate("KEXINIT was not the first packet of a strict key exchange.");
                }
                return;
            case MessageNumber.NewKeys:
                OnNewKeys();
                return;
            case >= (MessageNumber)30 and < (MessageNumber)50:
                if (_exchange is null) Violate("A key exchange message came out of turn.");
                else Perform(_exchange.OnMessage(payload));
                return;
            case MessageNumber.ExtInfo:
                if (!ExtInfoMessage.TryParse(payload, out var algorithms)) Violate("The EXT_INFO is malformed.");
                else if (NameList.TryParse(algorithms, out var names)) _serverSigAlgs = names;
                return;
            case MessageNumber.Ping when _phase == Phase.Connected:
                if (PongMessage.TryAnswer(payload, out var pong)) _outbound.Send(pong);
                else Violate("The PING is malformed.");
                return;
        }
        if (_phase == Phase.Authentication) OnAuthenticationMessage(number, payload);
        else if (_phase == Phase.Connected) OnConnectionMessage(number, packet);
        else Violate($"Message {payload[0]} came before the key exchange.");
    }

    /// <summary>RFC 4253 section 7.1; within the first exchange, strict peers may not even send IGNORE or DEBUG.</summary>
    private bool IsLegalInExchange(MessageNumber number) => (byte)number switch
    {
        1 => true,
        2 or 3 or 4 => !(_sessionId is null && _strict),
        >= 20 and < 50 => true,
        _ => false,
    };

    private void BeginExchange()
    {
        var (client, server) = _settings.IsServer ? (RemoteIdentification, OwnIdentification) : (OwnIdentification, RemoteIdentification);
        _side ??= new(_settings.IsServer, client, server, _settings.Catalog, _settings.HostKeys, _settings.PinnedHostKeys);
        _exchange = new KeyExchangeMachine(_side, _sessionId);
        _exchangeSince = Environment.TickCount64;
        _outbound.BeginExchange(_exchange.OwnInitPayload);
    }

    private void RenewKeysIfDue()
    {
        if (_exchange is not null || _phase != Phase.Connected || !IsAlive) return;
        var due = _reader.BytesUnderKey > _settings.RekeyBytes
            || _reader.PacketsUnderKey > PacketLimits.MaxPacketsUnderOneKey
            || _outbound.NeedsKeys(_settings.RekeyBytes)
            || Environment.TickCount64 - _keysSince > _settings.RekeyInterval.TotalMilliseconds;
        if (due) BeginExchange();
    }

    private void Perform(KexStep step)
    {
        switch (step.Action)
        {
            case KexAction.Fail:
                End(step.End!.Reason, step.End.Side, step.End.Detail);
                return;
            case KexAction.Send:
                _outbound.Send(new PayloadMessage(step.Message));
                return;
            case KexAction.SendNewKeys:
                if (step.Message is not null) _outbound.Send(new PayloadMessage(step.Message));
                var extInfo = _sessionId is null && _settings.IsServer && _exchange!.PeerWantsExtInfo ? ExtInfoPayload() : [];
                _pendingOpener = _exchange!.CreateOpener();
                _outbound.CompleteExchange(_exchange.CreateSealer(), _strict, extInfo);
                return;
        }
    }

    private static byte[] ExtInfoPayload()
    {
        var message = new ExtInfoMessage(System.Text.Encoding.ASCII.GetBytes(AlgorithmCatalog.ServerSigAlgs));
        var writer = new WireWriter(new byte[message.MaxLength]);
        writer.WriteByte((byte)message.Number);
        message.Write(ref writer);
        return writer.Written.ToArray();
    }

    /// <summary>Keys change exactly where NEWKEYS passes (RFC 4253 section 7.3).</summary>
    private void OnNewKeys()
    {
        if (_exchange is null || _pendingOpener is null)
        {
            Violate("NEWKEYS came out of turn.");
            return;
        }
        if (_strict && _sessionId is null && _reader.HasWrapped)
        {
            Violate("Sequence numbers came round before the first keys.");
            return;
        }
        _reader.ChangeKeys(_pendingOpener, _strict);
        _pendingOpener = null;
        var isFirst = _sessionId is null;
        _sessionId ??= _exchange.Hash!;
        _exchange.Dispose();
        _exchange = null;
        _exchangeSince = 0;
        _keysSince = Environment.TickCount64;
        if (!isFirst) return;
        _phase = Phase.Authentication;
        if (!_settings.IsServer) _outbound.Send(new ServiceMessage(MessageNumber.ServiceRequest, "ssh-userauth"u8));
    }

    private void OnAuthenticationMessage(MessageNumber number, ReadOnlySpan<byte> payload)
    {
        switch (number)
        {
            case MessageNumber.ServiceRequest when _settings.IsServer && !_serviceAccepted:
                if (!ServiceMessage.TryParse(payload, out var service) || !service.Name.SequenceEqual("ssh-userauth"u8))
                {
                    Violate("Only the service ssh-userauth can be requested first.");
                    return;
                }
                _serviceAccepted = true;
                _authentication = new AuthenticationServer(_sessionId!, _settings.MaxAuthTries);
                _outbound.Send(new ServiceMessage(MessageNumber.ServiceAccept, service.Name));
                return;
            case MessageNumber.UserAuthRequest when _authentication is not null:
                Perform(_authentication.OnRequest(payload), null);
                return;
            case MessageNumber.ServiceAccept when !_settings.IsServer && !_serviceAccepted:
                _serviceAccepted = true;
                _outbound.Send(new PayloadMessage(AuthenticationClient.CreateRequest(_sessionId!, _settings.User, _settings.IdentityKey!, _serverSigAlgs)));
                return;
            case MessageNumber.UserAuthBanner when !_settings.IsServer:
                return;
            case MessageNumber.UserAuthSuccess when !_settings.IsServer && _serviceAccepted:
                User = _settings.User;
                _phase = Phase.Connected;
                _ready.TrySetResult(null);
                return;
            case MessageNumber.UserAuthFailure when !_settings.IsServer && _serviceAccepted:
                End(EndReason.AuthRefused, EndSide.Peer, $"The server does not accept the key {_settings.IdentityKey!.PublicKey.Fingerprint} for user {_settings.User}.");
                return;
            default:
                Violate($"Message {(byte)number} is not allowed during authentication.");
                return;
        }
    }

    private void Perform(AuthAction action, object? identity)
    {
        switch (action)
        {
            case AuthAction.Refuse:
                _outbound.Send(new UserAuthFailureMessage("publickey"u8));
                return;
            case AuthAction.LookUp:
                _lookUpDue = true;
                return;
            case AuthAction.Encourage:
                _outbound.Send(new UserAuthPkOkMessage(_authentication!.Algorithm, _authentication.Key!.Blob.Span));
                return;
            case AuthAction.Accept:
                Identity = identity;
                AuthenticatedKey = _authentication!.Key;
                User = _authentication.User;
                _observer = _settings.OnAuthenticated!(this);
                _phase = Phase.Connected;
                _authentication = null;
                _outbound.Send(new BareMessage(MessageNumber.UserAuthSuccess));
                _ready.TrySetResult(null);
                return;
            case AuthAction.Fail:
                End(_authentication!.End!.Reason, EndSide.Peer, _authentication.End.Detail);
                return;
        }
    }

    /// <summary>Asks the directory about the key at hand; the loop reads on afterwards.</summary>
    private async ValueTask AuthenticateAsync()
    {
        var attempt = new PublicKeyAttempt(_authentication!.User, _authentication.Key!, RemoteEndPoint, Id);
        var identity = await _settings.Authenticator!.AuthenticateAsync(attempt, CancellationToken.None).ConfigureAwait(false);
        _lookUpDue = false;
        if (IsAlive) Perform(_authentication.Decide(identity is not null), identity);
    }

    private void Violate(string detail) => End(EndReason.ProtocolViolation, EndSide.Peer, detail);
}
