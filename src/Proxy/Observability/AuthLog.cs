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
        AcceptedPublicKey(logger, user, address, from.Port, keyType, fingerprint, connectionId);
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

    [LoggerMessage(EventId = 1113, EventName = "KeyNotAccepted", Level = LogLevel.Information, Message = "The key {KeyFingerprint} is known but was not accepted: {Reason}.")]
    public static partial void KeyNotAccepted(this ILogger logger, string keyFingerprint, string reason, string connectionId);

    [LoggerMessage(EventId = 1110, EventName = "AcceptedPublicKey", Level = LogLevel.Information, Message = "Accepted publickey for {User} from {Address} port {Port} ssh2: {KeyType} {KeyFingerprint}")]
    private static partial void AcceptedPublicKey(ILogger logger, string user, IPAddress address, int port, string keyType, string keyFingerprint, string connectionId);

    [LoggerMessage(EventId = 1111, EventName = "FailedPublicKey", Level = LogLevel.Information, Message = "Failed publickey for {User} from {Address} port {Port} ssh2: {KeyType} {KeyFingerprint}")]
    private static partial void FailedPublicKey(ILogger logger, string user, IPAddress address, int port, string keyType, string keyFingerprint, string connectionId);

    [LoggerMessage(EventId = 1112, EventName = "InvalidUser", Level = LogLevel.Information, Message = "Invalid user {User} from {Address} port {Port}")]
    private static partial void InvalidUser(ILogger logger, string user, IPAddress address, int port, string keyFingerprint, string connectionId);

    private static IPAddress Plain(IPEndPoint endPoint) => endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
}
