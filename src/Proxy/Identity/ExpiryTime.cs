using System.Globalization;

namespace Sluice.Proxy.Identity;

/// <summary>The value of authorized_keys' <c>expiry-time</c>: <c>YYYYMMDD[HHMM[SS]]</c> in local time, or in UTC with <c>Z</c> behind it.</summary>
internal static class ExpiryTime
{
    private static readonly string[] _formats = ["yyyyMMdd", "yyyyMMddHHmm", "yyyyMMddHHmmss"];

    /// <summary>Reads it as a point in time.</summary>
    public static bool TryParse(string text, TimeZoneInfo local, out DateTimeOffset time)
    {
        time = default;
        var isUtc = text.EndsWith('Z');
        if (!DateTime.TryParseExact(isUtc ? text[..^1] : text, _formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)) return false;
        var offset = isUtc ? TimeSpan.Zero : local.GetUtcOffset(clock);
        // "99991231" is how people write never: behind the calendar's ends there is only the end.
        var ticks = Math.Clamp(clock.Ticks - offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }
}
