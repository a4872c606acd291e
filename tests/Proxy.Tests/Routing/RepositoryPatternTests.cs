using Sluice.Proxy.Routing;

using Xunit;

namespace Sluice.Proxy.Tests.Routing;

public sealed class RepositoryPatternTests
{
    [Theory]
    [InlineData("team/x", "team/x", true)]
    [InlineData("/team/x", "team/x", true)]
    [InlineData("team/x", "team/y", false)]
    [InlineData("team/x", "team/x/y", false)]
    [InlineData("team/x", "a/team/x", false)]
    [InlineData("team/x", "Team/x", false)]
    [InlineData("team/?", "team/x", true)]
    [InlineData("team/?", "team//", false)]
    [InlineData("team/*", "team/x", true)]
    [InlineData("team/*", "team/x/y", false)]
    [InlineData("team/*", "team", false)]
    [InlineData("team/**", "team/x/y", true)]
    [InlineData("team/**", "team", false)]
    [InlineData("**", "anything/at/all", true)]
    [InlineData("**/x", "x", true)]
    [InlineData("**/x", "a/b/x", true)]
    [InlineData("**/x", "a/bx", false)]
    [InlineData("a/**/x", "a/x", true)]
    [InlineData("a+b/(c)", "a+b/(c)", true)]
    [InlineData("a.b", "axb", false)]
    [InlineData("team/x", "team/x\n", false)]
    public void Patterns_match_whole_paths(string pattern, string repository, bool expected) =>
        Assert.Equal(expected, new RepositoryPattern(pattern).TryMatch(repository, out _));

    [Theory]
    [InlineData("secret")]
    [InlineData("secret.git")]
    public void All_names_that_git_finds_one_repository_by_match(string pattern)
    {
        foreach (var name in new[] { "secret", "secret.git", "secret/.git", "secret.git/.git" })
            Assert.True(new RepositoryPattern(pattern).TryMatch(name, out _), name);
        Assert.False(new RepositoryPattern(pattern).TryMatch("secret.hg", out _));
    }

    [Theory]
    [InlineData("team/**", "team/x/y.git", "x/y.git")]
    [InlineData("*/*.git", "team/x.git", "team|x")]
    [InlineData("*/*.git", "team/x", "team|x")]
    [InlineData("**/*.git", "a/b/c.git", "a/b|c")]
    [InlineData("**/*.git", "c.git", "|c")]
    [InlineData("plain", "plain", "")]
    public void Wildcards_capture_what_they_took(string pattern, string repository, string captures)
    {
        Assert.True(new RepositoryPattern(pattern).TryMatch(repository, out var taken));
        Assert.Equal(captures, string.Join('|', taken));
        Assert.Equal(new RepositoryPattern(pattern).CaptureCount, taken.Length);
    }
}
