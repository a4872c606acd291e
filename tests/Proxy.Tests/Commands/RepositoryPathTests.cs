using Sluice.Proxy.Commands;
using Sluice.Proxy.Routing;

using Xunit;

namespace Sluice.Proxy.Tests.Commands;

public sealed class RepositoryPathTests
{
    [Theory]
    [InlineData("x.git", "x.git")]
    [InlineData("/x.git", "x.git")]
    [InlineData("//team///x.git/", "team/x.git")]
    [InlineData("./team/./x", "team/x")]
    [InlineData("/", "")]
    [InlineData("team/x/.git", "team/x")]
    [InlineData("team/x/.git/./.git/", "team/x")]
    [InlineData("team/x.git/.git", "team/x.git")]
    [InlineData("team/x.git", "team/x.git")]
    [InlineData(".git", ".git")]
    public void Normalise_gives_one_spelling(string path, string expected) => Assert.Equal(expected, RepositoryPath.Normalise(path));

    /// <summary>git serves x for x/.git when x has a work tree: a rule for team/* must see it.</summary>
    [Theory]
    [InlineData("team/*")]
    [InlineData("team/x")]
    [InlineData("team/x.git")]
    [InlineData("*/**")]
    public void A_rule_is_not_walked_around_by_the_inside_of_a_repository(string pattern)
    {
        Assert.True(CommandLine.TryParse("git-upload-pack 'team/x/.git'"u8, out var command, out var refusal), refusal);

        Assert.True(new RepositoryPattern(pattern).TryMatch(command.Repository, out _));
        Assert.False(new RepositoryPattern("*/*/*").TryMatch(command.Repository, out _));
    }

    [Fact]
    public void A_name_with_two_dots_in_it_is_a_name() => Assert.Null(RepositoryPath.Refuse(HostingService.GitUploadPack, "a..b/...x"));
}
