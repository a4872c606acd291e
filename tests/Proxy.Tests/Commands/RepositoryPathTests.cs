using Sluice.Proxy.Commands;

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
    public void Normalise_gives_one_spelling(string path, string expected) => Assert.Equal(expected, RepositoryPath.Normalise(path));

    [Fact]
    public void A_name_with_two_dots_in_it_is_a_name() => Assert.Null(RepositoryPath.Refuse(HostingService.GitUploadPack, "a..b/...x"));
}
