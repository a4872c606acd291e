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
        time = new DateTimeOffset(clock, isUtc ? TimeSpan.Zero : local.GetUtcOffset(clock));
        return true;
    }
}
