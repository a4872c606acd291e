using Sluice.Proxy.Identity;

using Xunit;

namespace Sluice.Proxy.Tests.Identity;

public sealed class ExpiryTimeTests
{
    /// <summary>In UTC these times lie outside the calendar on one side of Greenwich; "99991231" is how people write never.</summary>
    [Theory]
    [InlineData("99991231", -2)]
    [InlineData("99991231", 2)]
    [InlineData("99991231235959", -12)]
    [InlineData("99991231235959Z", -12)]
    public void The_last_day_of_the_calendar_is_never(string text, int hoursFromGreenwich)
    {
        Assert.True(ExpiryTime.TryParse(text, Zone(hoursFromGreenwich), out var time));

        Assert.True(time > new DateTimeOffset(9999, 12, 30, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void The_first_day_of_the_calendar_is_long_over()
    {
        Assert.True(ExpiryTime.TryParse("00010101", Zone(14), out var time));

        Assert.Equal(DateTimeOffset.MinValue, time);
    }

    [Theory]
    [InlineData("20300101", 2, "2029-12-31T22:00:00Z")]
    [InlineData("203001011200", -5, "2030-01-01T17:00:00Z")]
    [InlineData("20300101120030Z", -5, "2030-01-01T12:00:30Z")]
    public void Times_are_local_unless_they_say_otherwise(string text, int hoursFromGreenwich, string expected)
    {
        Assert.True(ExpiryTime.TryParse(text, Zone(hoursFromGreenwich), out var time));

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), time);
    }

    private static TimeZoneInfo Zone(int hoursFromGreenwich) =>
        TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(hoursFromGreenwich), null, null);
}
