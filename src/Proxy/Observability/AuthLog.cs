using System.Net;

using Microsoft.Extensions.Logging;

using Sluice.Transport;

namespace Sluice.Proxy.Observability;

/// <summary>Authentication in the phrases of sshd, which log parsers and fail2ban know. The connection's id is a field beside them.</summary>
internal static partial class AuthLog
{
    /// <summary>A key signed and its user is in.</summary>
    public static void AcceptedPublicKey(this ILogger logger, string user, IPEndPoint from, SshPublicKey key, string connectionId)
    {
        if (!logger.IsEnabled(LogLevel.Information)) return;
        var (address, keyType, fingerprint) = (Plain(from), KeyTypeName.Of(key), key.Fingerprint);
        if (key is not SshCertificate certificate)
        {
            AcceptedPublicKey(logger, user, address, from.Port, keyType, fingerprint, connectionId);
            return;
        }
        var (authorityType, authority) = (KeyTypeName.Of(certificate.Authority), certificate.Authority.Fingerprint);
        var id = LogText.Brief(certificate.KeyId);
        AcceptedCertificate(
            logger, user, address, from.Port, keyType, fingerprint, id, certificate.Serial, authorityType, authority, connectionId);
    }

    /// <summary>A key is not good for that user from there.</summary>
    public static void FailedPublicKey(this ILogger logger, string user, IPEndPoint from, SshPublicKey key, string connectionId)
    {
        if (!logger.IsEnabled(LogLevel.Information)) return;
        var (word, address, keyType, fingerprint) = (LogText.Word(user), Plain(from), KeyTypeName.Of(key), key.Fingerprint);
        FailedPublicKey(logger, word, address, from.Port, keyType, fingerprint, connectionId);
    }

    /// <summary>A key was tried with a login name that nobody may use, whatever the key.</summary>
    public static void InvalidUser(this ILogger logger, string user, IPEndPoint from, SshPublicKey key, string connectionId)
    {
        if (!logger.IsEnabled(LogLevel.Information)) return;
        var (word, address, fingerprint) = (LogText.Word(user), Plain(from), key.Fingerprint);
        InvalidUser(logger, word, address, from.Port, fingerprint, connectionId);
    }

    /// <summary>
    /// A client is gone that never got in, and is counted by the class that this gives. Who tried to log in has one line with its
    /// address; who did not speak SSH as it is has one for level debug; who came and went without a name, as scanners and load
    /// balancers do, has none, and neither has whom we sent away because we stop.
    /// </summary>
    public static VisitorClass? Unauthenticated(this ILogger logger, UnauthenticatedEnd end)
    {
        var visitor = ClassOf(end);
        if (visitor is { } known and not VisitorClass.Knock && logger.IsEnabled(LevelOf(known))) Tell(logger, known, end);
        return visitor;
    }

    private static VisitorClass? ClassOf(UnauthenticatedEnd end) => end.End.Reason switch
    {
        EndReason.Drained => null,
        EndReason.GraceExceeded => VisitorClass.Timeout,
        var _ when end.User.Length > 0 => VisitorClass.AuthenticationFailure,
        EndReason.PeerClosed or EndReason.ConnectionLost => VisitorClass.Knock,
        _ => VisitorClass.ProtocolFailure,
    };

    private static LogLevel LevelOf(VisitorClass visitor) => visitor == VisitorClass.ProtocolFailure ? LogLevel.Debug : LogLevel.Information;

    private static void Tell(ILogger logger, VisitorClass visitor, UnauthenticatedEnd end)
    {
        var (user, address, port, id) = (LogText.Word(end.User), Plain(end.RemoteAddress), end.RemoteAddress.Port, end.ConnectionId);
        switch (end.End.Reason)
        {
            case EndReason.GraceExceeded:
                TimedOut(logger, address, port, id);
                break;
            case var _ when visitor == VisitorClass.ProtocolFailure:
                FailedProtocol(logger, address, port, end.End.Detail, id);
                break;
            case EndReason.AuthRefused:
                TriesExceeded(logger, user, address, port, id);
                break;
            case EndReason.PeerClosed or EndReason.ConnectionLost:
                ClosedByClient(logger, user, address, port, id);
                break;
            default:
                Disconnected(logger, user, address, port, end.End.Detail, id);
                break;
        }
    }

    [LoggerMessage(EventId = 1113, EventName = "KeyNotAccepted", Level = LogLevel.Information, Message = "The key {KeyFingerprint} is known but was not accepted: {Reason}.")]
    public static partial void KeyNotAccepted(this ILogger logger, string keyFingerprint, string reason, string connectionId);

    [LoggerMessage(EventId = 1119, EventName = "AcceptedCertificate", Level = LogLevel.Information, Message = "Accepted publickey for {User} from {Address} port {Port} ssh2: {KeyType} {KeyFingerprint} ID {CertificateId} (serial {CertificateSerial}) CA {AuthorityType} {AuthorityFingerprint}")]
    private static partial void AcceptedCertificate(
        ILogger logger, string user, IPAddress address, int port, string keyType, string keyFingerprint, string certificateId, ulong certificateSerial, string authorityType, string authorityFingerprint, string connectionId);

    [LoggerMessage(EventId = 1110, EventName = "AcceptedPublicKey", Level = LogLevel.Information, Message = "Accepted publickey for {User} from {Address} port {Port} ssh2: {KeyType} {KeyFingerprint}")]
    private static partial void AcceptedPublicKey(ILogger logger, string user, IPAddress address, int port, string keyType, string keyFingerprint, string connectionId);

    [LoggerMessage(EventId = 1111, EventName = "FailedPublicKey", Level = LogLevel.Information, Message = "Failed publickey for {User} from {Address} port {Port} ssh2: {KeyType} {KeyFingerprint}")]
    private static partial void FailedPublicKey(ILogger logger, string user, IPAddress address, int port, string keyType, string keyFingerprint, string connectionId);

    [LoggerMessage(EventId = 1112, EventName = "InvalidUser", Level = LogLevel.Information, Message = "Invalid user {User} from {Address} port {Port}")]
    private static partial void InvalidUser(ILogger logger, string user, IPAddress address, int port, string keyFingerprint, string connectionId);

    [LoggerMessage(EventId = 1114, EventName = "ClosedBeforeAuthentication", Level = LogLevel.Information, Message = "Connection closed by authenticating user {User} {Address} port {Port} [preauth]")]
    private static partial void ClosedByClient(ILogger logger, string user, IPAddress address, int port, string connectionId);

    [LoggerMessage(EventId = 1115, EventName = "AuthTriesExceeded", Level = LogLevel.Information, Message = "maximum authentication attempts exceeded for {User} from {Address} port {Port} ssh2 [preauth]")]
    private static partial void TriesExceeded(ILogger logger, string user, IPAddress address, int port, string connectionId);

    [LoggerMessage(EventId = 1116, EventName = "DisconnectedBeforeAuthentication", Level = LogLevel.Information, Message = "Disconnected from authenticating user {User} {Address} port {Port} [preauth]")]
    private static partial void Disconnected(ILogger logger, string user, IPAddress address, int port, string detail, string connectionId);

    [LoggerMessage(EventId = 1117, EventName = "LoginGraceExceeded", Level = LogLevel.Information, Message = "Timeout before authentication for {Address} port {Port}")]
    private static partial void TimedOut(ILogger logger, IPAddress address, int port, string connectionId);

    [LoggerMessage(EventId = 1118, EventName = "ProtocolFailed", Level = LogLevel.Debug, Message = "Disconnected from {Address} port {Port} [preauth]")]
    private static partial void FailedProtocol(ILogger logger, IPAddress address, int port, string detail, string connectionId);

    private static IPAddress Plain(IPEndPoint endPoint) => endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
}
