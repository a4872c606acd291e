using Microsoft.Extensions.Logging;

using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Backends.Groups;

/// <summary>What is logged about groups.</summary>
internal static partial class GroupLog
{
    [LoggerMessage(EventId = 1415, EventName = "GroupPanic", Level = LogLevel.Error,
        Message = "Group {Group} has {Usable} of {Members} members left for {Access} access, fewer than its PanicThreshold: all are used, the ejected as well.")]
    public static partial void GroupPanic(this ILogger logger, string group, Access access, int usable, int members);

    [LoggerMessage(EventId = 1416, EventName = "GroupPanicOver", Level = LogLevel.Information,
        Message = "Group {Group} has {Usable} of {Members} members for {Access} access again: the ejected are not used any more.")]
    public static partial void GroupPanicOver(this ILogger logger, string group, Access access, int usable, int members);
}
