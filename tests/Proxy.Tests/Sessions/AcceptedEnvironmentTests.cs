using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Proxy.Sessions;

using Xunit;

namespace Sluice.Proxy.Tests.Sessions;

public sealed class AcceptedEnvironmentTests
{
    [Theory]
    [InlineData("version=2")]
    [InlineData("version=1")]
    [InlineData("version=2:extra:more=1.0-a_b")]
    public void Git_protocol_passes_without_being_named(string value) => Assert.True(Environment().Offer("GIT_PROTOCOL", value));

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("version=")]
    [InlineData("version=2;id")]
    [InlineData("version=2\n")]
    [InlineData("version=2:")]
    [InlineData("version=99999")]
    public void Git_protocol_of_another_form_is_dropped_even_if_it_is_named(string value) =>
        Assert.False(Environment("GIT_*").Offer("GIT_PROTOCOL", value));

    [Theory]
    [InlineData(128, 128)]
    [InlineData(129, 131)]
    [InlineData(34000, 131)]
    public void A_log_line_shows_no_more_of_a_dropped_name_than_names_are_long(int length, int shown) =>
        Assert.Equal(shown, AcceptedEnvironment.Shown(new string('n', length)).Length);

    [Fact]
    public void Names_pass_by_pattern_only()
    {
        var environment = Environment("LANG", "LC_*");

        Assert.True(environment.Offer("LANG", "C.UTF-8"));
        Assert.True(environment.Offer("LC_ALL", "C"));
        Assert.False(environment.Offer("LANGUAGE", "en"));
        Assert.False(environment.Offer("LD_PRELOAD", "/tmp/x.so"));
        Assert.Equal(["LANG", "LC_ALL"], environment.Variables.Select(variable => variable.Key));
    }

    [Theory]
    [InlineData("SLUICE_USER")]
    [InlineData("sluice_user")]
    [InlineData("SLUICE_")]
    [InlineData("SSH_ORIGINAL_COMMAND")]
    [InlineData("Ssh_Original_Command")]
    public void Nobody_forges_our_own_variables(string name) => Assert.False(Environment("*").Offer(name, "root"));

    [Theory]
    [InlineData("")]
    [InlineData("A B")]
    [InlineData("A=B")]
    [InlineData("1A")]
    [InlineData("A\n")]
    [InlineData("ÄRGER")]
    public void Names_that_are_no_names_are_dropped(string name) => Assert.False(Environment("*").Offer(name, "x"));

    [Fact]
    public void Lengths_are_bounded()
    {
        var environment = Environment("*");

        Assert.True(environment.Offer(new string('A', AcceptedEnvironment.MaxNameLength), new string('x', AcceptedEnvironment.MaxValueLength)));
        Assert.False(environment.Offer(new string('A', AcceptedEnvironment.MaxNameLength + 1), "x"));
        Assert.False(environment.Offer("B", new string('x', AcceptedEnvironment.MaxValueLength + 1)));
        Assert.False(environment.Offer("B", new string('ä', AcceptedEnvironment.MaxValueLength / 2 + 1)));
    }

    [Fact]
    public void The_number_of_variables_is_bounded_and_a_known_one_may_still_change()
    {
        var environment = Environment("*");
        for (var i = 0; i < AcceptedEnvironment.MaxCount; i++) Assert.True(environment.Offer($"N{i}", "first"));

        Assert.False(environment.Offer("ONE_MORE", "x"));
        Assert.True(environment.Offer("N0", "second"));
        Assert.Equal(AcceptedEnvironment.MaxCount, environment.Variables.Count);
        Assert.Contains(new KeyValuePair<string, string>("N0", "second"), environment.Variables);
    }

    [Fact]
    public void All_variables_together_are_bounded()
    {
        var environment = Environment("*");
        var value = new string('x', AcceptedEnvironment.MaxValueLength);
        var kept = Enumerable.Range(0, AcceptedEnvironment.MaxCount).Count(i => environment.Offer($"N{i}", value));

        Assert.Equal(AcceptedEnvironment.MaxTotalLength / AcceptedEnvironment.MaxValueLength - 1, kept);
        Assert.True(environment.Offer("N0", "short"));
        Assert.True(environment.Offer("N9", value));
    }

    private static AcceptedEnvironment Environment(params string[] patterns) => new(new AcceptEnv([.. patterns.Select(pattern => new Glob(pattern))]));
}
