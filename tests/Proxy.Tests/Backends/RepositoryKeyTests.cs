using Sluice.Proxy.Backends.Groups;

using Xunit;

namespace Sluice.Proxy.Tests.Backends;

public sealed class RepositoryKeyTests
{
    [Theory]
    [InlineData("team/app.git")]
    [InlineData("/team/app")]
    [InlineData("/team//./app.git/")]
    [InlineData("team/app/.git")]
    [InlineData("team/app.git/.git")]
    public void Spellings_of_one_repository_have_one_key(string path) => Assert.Equal(RepositoryKey.Of("team/app"), RepositoryKey.Of(path));

    [Theory]
    [InlineData("team/App")]
    [InlineData("team/app2")]
    [InlineData("teamapp")]
    [InlineData("team/appgit")]
    [InlineData(".git")]
    public void Other_repositories_have_other_keys(string path) => Assert.NotEqual(RepositoryKey.Of("team/app"), RepositoryKey.Of(path));

    [Fact]
    public void The_key_is_the_beginning_of_sha256_in_every_process() => Assert.Equal(0xFA04_3878_747D_6FE4, RepositoryKey.Of("team/app").Hash);

    [Fact]
    public void A_hundred_thousand_repositories_have_as_many_keys() =>
        Assert.Equal(100_000, Enumerable.Range(0, 100_000).Select(i => RepositoryKey.Of($"team-{i % 100}/r{i}")).Distinct().Count());
}
