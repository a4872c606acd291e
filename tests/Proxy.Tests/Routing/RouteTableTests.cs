using System.Collections.Frozen;

using Sluice.Proxy.Commands;
using Sluice.Proxy.Routing;

using Xunit;

namespace Sluice.Proxy.Tests.Routing;

public sealed class RouteTableTests
{
    private static readonly HostingCommand _fetch = new(HostingService.GitUploadPack, Access.Read, "/team//x.git");
    private static readonly HostingCommand _push = new(HostingService.GitReceivePack, Access.Write, "/team/x.git");

    [Fact]
    public void The_first_route_that_matches_decides()
    {
        var table = new RouteTable([To("a") with { Repository = new("other/**") }, To("b") with { Repository = new("team/**") }, To("c")]);
        Assert.Equal(new Decision.Forward("b", "/team//x.git"), table.Decide("alice", _fetch));
    }

    [Fact]
    public void Without_a_match_nothing_is_said_about_the_repository()
    {
        var table = new RouteTable([To("a") with { Repository = new("other/**") }]);
        Assert.Equal(new Decision.Refuse(RouteTable.NoMatch), table.Decide("alice", _fetch));
    }

    [Fact]
    public void A_route_for_reading_does_not_carry_a_push()
    {
        var table = new RouteTable([To("mirror") with { Access = Access.Read }, To("main")]);
        Assert.Equal(new Decision.Forward("mirror", "/team//x.git"), table.Decide("alice", _fetch));
        Assert.Equal(new Decision.Forward("main", "/team/x.git"), table.Decide("alice", _push));
    }

    [Fact]
    public void Users_are_matched_by_any_of_their_patterns_and_by_case()
    {
        var table = new RouteTable([To("a") with { Users = [new Glob("ci-*"), new Glob("alice")] }]);
        Assert.IsType<Decision.Forward>(table.Decide("ci-7", _fetch));
        Assert.IsType<Decision.Forward>(table.Decide("alice", _fetch));
        Assert.IsType<Decision.Refuse>(table.Decide("Alice", _fetch));
        Assert.IsType<Decision.Refuse>(table.Decide("malice", _fetch));
    }

    [Fact]
    public void Services_are_matched_exactly()
    {
        var table = new RouteTable([To("a") with { Services = FrozenSet.Create(HostingService.Hg) }]);
        Assert.IsType<Decision.Refuse>(table.Decide("alice", _fetch));
        Assert.IsType<Decision.Forward>(table.Decide("alice", new(HostingService.Hg, Access.Write, "team/x")));
    }

    [Fact]
    public void A_refusing_route_gives_its_own_message()
    {
        var table = new RouteTable([new Route { Target = new RouteTarget.Refusal("Frozen for the release.") }, To("a")]);
        Assert.Equal(new Decision.Refuse("Frozen for the release."), table.Decide("alice", _push));
    }

    [Fact]
    public void A_path_is_rewritten_from_the_captures()
    {
        Assert.True(Rewriting.TryParse("/srv/git/$1.git", out var rewriting));
        var table = new RouteTable([new Route { Repository = new("team/*.git"), Target = new RouteTarget.Backend("a", rewriting) }]);
        Assert.Equal(new Decision.Forward("a", "/srv/git/x.git"), table.Decide("alice", _fetch));
    }

    [Theory]
    [InlineData("team/--upload-pack=id")]
    [InlineData("team/~root")]
    public void A_rewritten_path_that_became_an_option_or_a_home_is_refused(string path)
    {
        Assert.True(Rewriting.TryParse("$1", out var rewriting));
        var table = new RouteTable([new Route { Repository = new("team/**"), Target = new RouteTarget.Backend("a", rewriting) }]);
        Assert.IsType<Decision.Refuse>(table.Decide("alice", new(HostingService.GitUploadPack, Access.Read, path)));
    }

    private static Route To(string backend) => new() { Target = new RouteTarget.Backend(backend) };
}
