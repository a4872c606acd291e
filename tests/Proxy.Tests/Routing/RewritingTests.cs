using Sluice.Proxy.Routing;

using Xunit;

namespace Sluice.Proxy.Tests.Routing;

public sealed class RewritingTests
{
    [Theory]
    [InlineData("/srv/git/$1", "/srv/git/a", 1)]
    [InlineData("$2/$1$2", "b/ab", 2)]
    [InlineData("/srv/$$1/x", "/srv/$1/x", 0)]
    [InlineData("/plain", "/plain", 0)]
    public void Apply_fills_in_what_was_captured(string template, string expected, int highest)
    {
        Assert.True(Rewriting.TryParse(template, out var rewriting));
        Assert.Equal(highest, rewriting.HighestReference);
        Assert.Equal(expected, rewriting.Apply(["a", "b"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/srv/$")]
    [InlineData("/srv/$0")]
    [InlineData("/srv/$name")]
    public void TryParse_refuses_a_dollar_that_means_nothing(string template) => Assert.False(Rewriting.TryParse(template, out _));
}
