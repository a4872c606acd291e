using System.Net;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>What is logged about directories of keys that are elsewhere. No address of theirs: it may hold a secret.</summary>
internal static partial class KeySourceLog
{
    /// <summary>Nobody was refused: the directory could not be asked. Not sshd's phrase, which would have fail2ban punish the client.</summary>
    public static void KeyNotLookedUp(this ILogger logger, PublicKeyAttempt attempt, string reason)
    {
        if (!logger.IsEnabled(LogLevel.Warning)) return;
        var (user, fingerprint, id) = (LogText.Word(attempt.User), attempt.Key.Fingerprint, attempt.ConnectionId);
        KeyNotLookedUp(logger, fingerprint, user, attempt.RemoteAddress.Address, attempt.RemoteAddress.Port, reason, id);
    }

    [LoggerMessage(EventId = 1121, EventName = "KeysUnreachable", Level = LogLevel.Error, Message = "Keys cannot be looked up, and what is known of them grows old: {Reason}")]
    public static partial void KeysUnreachable(this ILogger logger, string reason);

    [LoggerMessage(EventId = 1122, EventName = "KeysReachable", Level = LogLevel.Information, Message = "Keys can be looked up again.")]
    public static partial void KeysReachable(this ILogger logger);

    [LoggerMessage(EventId = 1124, EventName = "KeysFlushed", Level = LogLevel.Information, Message = "What was known of keys is forgotten.")]
    public static partial void KeysFlushed(this ILogger logger);

    [LoggerMessage(EventId = 1125, EventName = "KeyChangesHeard", Level = LogLevel.Information, Message = "Changes of keys in the database are heard of at once.")]
    public static partial void KeyChangesHeard(this ILogger logger);

    [LoggerMessage(EventId = 1126, EventName = "KeyChangesNotHeard", Level = LogLevel.Warning,
        Message = "Changes of keys in the database are not heard of, and come when what is known has had its time: {Reason}")]
    public static partial void KeyChangesNotHeard(this ILogger logger, string reason);

    [LoggerMessage(EventId = 1127, EventName = "KeyChanged", Level = LogLevel.Debug, Message = "The key {KeyFingerprint} changed.")]
    public static partial void KeyChanged(this ILogger logger, KeyFingerprint keyFingerprint);

    [LoggerMessage(EventId = 1123, EventName = "KeyNotLookedUp", Level = LogLevel.Warning,
        Message = "The key {KeyFingerprint} for {User} from {Address} port {Port} could not be looked up: {Reason}")]
    private static partial void KeyNotLookedUp(
        ILogger logger, string keyFingerprint, string user, IPAddress address, int port, string reason, string connectionId);
}
