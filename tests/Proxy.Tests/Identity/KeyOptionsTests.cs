using System.Net;

using Sluice.Proxy.Identity;

using Xunit;

namespace Sluice.Proxy.Tests.Identity;

public sealed class KeyOptionsTests
{
    [Theory]
    [InlineData("restrict")]
    [InlineData("no-pty,no-port-forwarding,no-agent-forwarding,no-X11-forwarding,no-user-rc,RESTRICT")]
    public void Options_that_take_away_what_was_never_there_change_nothing(string text)
    {
        Assert.True(KeyOptions.TryParse(text, TimeZoneInfo.Utc, out var options, out var fault), fault);
        Assert.Equal(KeyOptions.None, options);
    }

    [Theory]
    [InlineData("command=\"/bin/true\"", "command=/bin/true")]
    [InlineData("permitopen=\"h:1\"", "permitopen")]
    [InlineData("cert-authority", "cert-authority")]
    [InlineData("restrict,pty", "'pty'")]
    [InlineData("environment=\"A=B\"", "environment")]
    [InlineData("verify-required", "verify-required")]
    [InlineData("from=\"10.0.0.1", "does not end")]
    [InlineData("from=\"*.example.org\"", "*.example.org")]
    [InlineData("from=\"\"", "from=")]
    [InlineData("from=\"10.0.0.0/33\"", "10.0.0.0/33")]
    [InlineData("from=\"10.1/16\"", "10.1/16")]
    [InlineData("from=\"10.1\"", "10.1")]
    [InlineData("from=\"10.1.2.3/8\"", "10.1.2.3/8")]
    [InlineData("from=\"*,!::ffff:10.0.0.0/104\"", "!::ffff:10.0.0.0/104")]
    [InlineData("from=\"*,!bad.de\"", "!bad.de")]
    [InlineData("from", "'from'")]
    [InlineData("from=\"10.0.0.1\",from=\"10.0.0.2\"", "twice")]
    [InlineData("expiry-time=\"tomorrow\"", "tomorrow")]
    [InlineData("expiry-time=\"20261301\"", "20261301")]
    [InlineData("expiry-time=\"20260101\",expiry-time=\"20270101\"", "twice")]
    public void What_cannot_be_kept_refuses_the_line(string text, string expected)
    {
        Assert.False(KeyOptions.TryParse(text, TimeZoneInfo.Utc, out _, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20260504", "2026-05-04T00:00:00+02:00")]
    [InlineData("202605041122", "2026-05-04T11:22:00+02:00")]
    [InlineData("20260504112233", "2026-05-04T11:22:33+02:00")]
    [InlineData("20260504Z", "2026-05-04T00:00:00Z")]
    [InlineData("20260504112233Z", "2026-05-04T11:22:33Z")]
    public void Expiry_is_local_unless_it_ends_in_Z(string text, string expected)
    {
        var local = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test");
        Assert.True(KeyOptions.TryParse($"expiry-time=\"{text}\"", local, out var options, out var fault), fault);
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), options.ExpiryTime);
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.30", false)]
    [InlineData("10.1.*", "10.1.2.3", true)]
    [InlineData("10.1.2.?", "10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "10.1.255.1", true)]
    [InlineData("10.1.0.0/16", "10.2.0.1", false)]
    [InlineData("10.1.0.0/16", "::ffff:10.1.0.1", true)]
    [InlineData("10.1.0.0/16,!10.1.6.6", "10.1.6.6", false)]
    [InlineData("!10.1.6.6", "10.1.6.7", false)]
    [InlineData("2001:db8::/32", "2001:db8::7", true)]
    [InlineData("2001:DB8::*", "2001:db8::7", true)]
    [InlineData("*", "192.0.2.1", true)]
    [InlineData("*,!2001:db8:0:0::1", "2001:db8::1", false)]
    [InlineData("*,!::ffff:10.1.6.6", "10.1.6.6", false)]
    [InlineData("*,!fe80::1", "fe80::1%2", false)]
    public void From_matches_addresses(string from, string address, bool expected)
    {
        Assert.True(KeyOptions.TryParse($"restrict,from=\"{from}\"", TimeZoneInfo.Utc, out var options, out var fault), fault);
        Assert.Equal(expected, options.From!.Match(IPAddress.Parse(address)));
    }
}
