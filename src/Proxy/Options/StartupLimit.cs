using System.Globalization;

namespace Sluice.Proxy.Options;

/// <summary>sshd_config MaxStartups: how many connections may be unauthenticated at a time.</summary>
/// <param name="Begin">From that many on some are dropped.</param>
/// <param name="Rate">The share that is dropped there, in percent; it grows evenly up to all.</param>
/// <param name="Full">From that many on all are dropped.</param>
internal readonly record struct StartupLimit(int Begin, int Rate, int Full)
{
    /// <summary>What to tell a person who wrote something else.</summary>
    public const string Expected = "a number, or start:rate:full such as 1000:30:4000 with start up to full, full up to 1000000 and rate a percentage from 1";

    private const int Most = 1_000_000;

    /// <summary>Reads <c>full</c> or <c>start:rate:full</c>.</summary>
    public static bool TryParse(string text, out StartupLimit limit)
    {
        limit = default;
        var parts = text.Split(':');
        if (parts.Length is not (1 or 3)) return false;
        Span<int> numbers = stackalloc int[3];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return false;
        }
        limit = parts.Length == 1 ? new StartupLimit(numbers[0], 100, numbers[0]) : new StartupLimit(numbers[0], numbers[1], numbers[2]);
        return limit.Begin >= 1 && limit.Rate is >= 1 and <= 100 && limit.Full >= limit.Begin && limit.Full <= Most;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Begin}:{Rate}:{Full}");
}
