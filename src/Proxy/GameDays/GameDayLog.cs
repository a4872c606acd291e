using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.GameDays;

/// <summary>What is logged of game days: whoever reads the log afterwards must be able to tell a drill from a failure.</summary>
internal static partial class GameDayLog
{
    [LoggerMessage(EventId = 1560, EventName = "GameDaysEnabled", Level = LogLevel.Warning,
        Message = "Game days are enabled: whoever may use the admin endpoint can make things fail on purpose.")]
    public static partial void GameDaysEnabled(this ILogger logger);

    [LoggerMessage(EventId = 1561, EventName = "GameDayBegan", Level = LogLevel.Warning,
        Message = "Game day: {Scenario} begins for {Duration}, ordered by {Who}. {Does}")]
    public static partial void GameDayBegan(this ILogger logger, string scenario, string? backend, string duration, string who, string does);

    [LoggerMessage(EventId = 1562, EventName = "GameDayEnded", Level = LogLevel.Warning,
        Message = "Game day: {Scenario} is over after {Seconds:0.0} s: {Why}.")]
    public static partial void GameDayEnded(this ILogger logger, string scenario, string? backend, double seconds, string why);

    [LoggerMessage(EventId = 1563, EventName = "GameDayMistake", Level = LogLevel.Error,
        Message = "Game day: {Scenario} could not be ended cleanly. Restart sluice.")]
    public static partial void GameDayMistake(this ILogger logger, Exception exception, string scenario);
}
