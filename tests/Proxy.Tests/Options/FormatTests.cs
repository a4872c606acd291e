using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Options;

public sealed class FormatTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d", 172800)]
    [InlineData("1W", 604800)]
    [InlineData("1m30", 90)]
    [InlineData("0", 0)]
    public void Durations_are_sshd_configs(string text, int seconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("1s500MS", 1500)]
    [InlineData("1m1ms", 60_001)]
    public void Durations_may_be_shorter_than_a_second(string text, int milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("ms")]
    [InlineData("5msms")]
    [InlineData("5mss")]
    [InlineData("-1s")]
    [InlineData("1.5h")]
    [InlineData("10x")]
    [InlineData("1 h")]
    [InlineData("99999999999")]
    [InlineData("9999999999w")]
    public void Durations_refuse_everything_else(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData("512", 512)]
    [InlineData("512K", 524288)]
    [InlineData("1m", 1048576)]
    [InlineData("1G", 1073741824)]
    public void Sizes_are_sshd_configs(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var size));
        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("K")]
    [InlineData("-1")]
    [InlineData("1KB")]
    [InlineData("1T")]
    [InlineData("9999999999G")]
    public void Sizes_refuse_everything_else(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData("1G 1h", 1L << 30, 3600)]
    [InlineData("512M", 512L << 20, 3600)]
    [InlineData("default 30m", 1L << 30, 1800)]
    public void A_rekey_limit_is_a_size_and_perhaps_a_time(string text, long bytes, int seconds)
    {
        Assert.True(RekeyLimit.TryParse(text, out var limit));
        Assert.Equal(new RekeyLimit(bytes, TimeSpan.FromSeconds(seconds)), limit);
    }

    [Fact]
    public void A_rekey_limit_without_a_time_never_comes_due()
    {
        Assert.True(RekeyLimit.TryParse("default none", out var limit));
        Assert.Equal(RekeyLimit.Never, limit.Interval);
        Assert.False(RekeyLimit.TryParse("none", out _));
        Assert.False(RekeyLimit.TryParse("1K", out _));
        Assert.False(RekeyLimit.TryParse("1G 1h 1d", out _));
    }

    [Theory]
    [InlineData("git.example.org:2200", "git.example.org", 2200)]
    [InlineData("git.example.org", "git.example.org", 22)]
    [InlineData("192.0.2.1:1", "192.0.2.1", 1)]
    [InlineData("[2001:db8::1]:2200", "2001:db8::1", 2200)]
    [InlineData("[2001:db8::1]", "2001:db8::1", 22)]
    [InlineData("2001:db8::1", "2001:db8::1", 22)]
    public void Hosts_and_ports_are_told_apart(string text, string host, int port)
    {
        Assert.True(HostPort.TryParse(text, 22, out var parsed));
        Assert.Equal(new HostPort(host, port), parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":22")]
    [InlineData("host:")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("-oProxyCommand=x:22")]
    [InlineData("[::1")]
    [InlineData("[::1]x")]
    [InlineData("a b:22")]
    public void Hosts_and_ports_refuse_everything_else(string text) => Assert.False(HostPort.TryParse(text, 22, out _));

    [Theory]
    [InlineData("GIT_PROTOCOL", true)]
    [InlineData("LC_ALL", true)]
    [InlineData("LANG", true)]
    [InlineData("LD_PRELOAD", false)]
    [InlineData("SLUICE_USER", false)]
    [InlineData("LC_A=B", false)]
    [InlineData("", false)]
    public void Environment_goes_on_by_pattern(string name, bool expected) => Assert.Equal(expected, AcceptEnv.Default.Accepts(name));

    [Fact]
    public void No_pattern_lets_a_client_speak_in_the_proxys_name() => Assert.False(new AcceptEnv([new("*")]).Accepts("SLUICE_USER"));
}
