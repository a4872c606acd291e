using System.Globalization;

namespace Sluice.Proxy.Cli;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    private static readonly string[] _units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>As in <c>1.4 MiB</c>.</summary>
    public static string Bytes(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (Math.Abs(value) >= 1024 && unit < _units.Length - 1) (value, unit) = (value / 1024, unit + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? $"{bytes}" : value >= 100 ? $"{value:0}" : $"{value:0.0}")} {_units[unit]}");
    }

    /// <summary>As in <c>1.4 MiB/s</c>; a dash for nothing.</summary>
    public static string Rate(long bytes) => bytes == 0 ? "-" : $"{Bytes(bytes)}/s";

    /// <summary>As in <c>42s</c>, <c>3m12s</c> or <c>2d4h</c>.</summary>
    public static string Duration(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Max(0, seconds));
        return time switch
        {
            { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0}s"),
            { TotalMinutes: < 1 } => $"{(int)time.TotalSeconds}s",
            { TotalHours: < 1 } => $"{time.Minutes}m{time.Seconds:00}s",
            { TotalDays: < 1 } => $"{time.Hours}h{time.Minutes:00}m",
            _ => $"{(int)time.TotalDays}d{time.Hours}h",
        };
    }

    /// <summary>As in <c>12.3 %</c>.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");
}
