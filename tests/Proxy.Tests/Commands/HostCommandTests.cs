using System.Collections.Frozen;
using System.Text;

using Sluice.Proxy.Commands;
using Sluice.Proxy.Routing;

using Xunit;

namespace Sluice.Proxy.Tests.Commands;

public sealed class HostCommandTests
{
    private static readonly FrozenSet<string> _named = FrozenSet.Create(StringComparer.Ordinal, "info", "perms");

    [Theory]
    [InlineData("info", "info")]
    [InlineData("'info'", "info")]
    [InlineData("  perms   -l 'team/x'  ", "perms -l team/x")]
    [InlineData("perms team/x + READERS=bob@example.org", null)]
    [InlineData("perms team/x a=b", "perms team/x a=b")]
    [InlineData("info $(id)", null)]
    [InlineData("info; id", null)]
    [InlineData("info 'a b'", null)]
    [InlineData("info ''", null)]
    [InlineData("info ~root", null)]
    [InlineData("info é", null)]
    [InlineData("INFO", null)]
    [InlineData("help", null)]
    [InlineData("/bin/info", null)]
    public void Only_named_commands_with_plain_words_pass(string line, string? expected)
    {
        var passes = CommandLine.TryParse(Encoding.UTF8.GetBytes(line), _named, out var command, out var refusal);

        Assert.Equal(expected is not null, passes);
        if (!passes)
        {
            Assert.EndsWith(".", refusal, StringComparison.Ordinal);
            return;
        }
        Assert.Equal((HostingService.HostCommand, Access.Write, ""), (command!.Service, command.Access, command.Repository));
        Assert.Equal(expected, Encoding.UTF8.GetString(CommandLine.Render(command, "")));
    }

    [Fact]
    public void None_passes_that_nobody_named()
    {
        Assert.False(CommandLine.TryParse("info"u8, out _, out var refusal));
        Assert.Contains("git and Mercurial only", refusal, StringComparison.Ordinal);
    }

    /// <summary>The word that stands for such commands in logs and metrics is not a service that a client can ask for.</summary>
    [Fact]
    public void The_word_command_is_no_service() => Assert.False(CommandLine.TryParse("command 'x.git'"u8, _named, out _, out _));

    [Theory]
    [InlineData("info", true)]
    [InlineData("who-pushed", true)]
    [InlineData("git", false)]
    [InlineData("hg", false)]
    [InlineData("git-upload-pack", false)]
    [InlineData("-x", false)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("A=b", false)]
    [InlineData("/bin/sh", false)]
    [InlineData("..", false)]
    public void Names_are_plain_words_and_no_services(string name, bool expected) => Assert.Equal(expected, HostCommandName.IsValid(name));

    [Fact]
    public void A_route_for_repositories_does_not_carry_a_command_and_the_other_way_round()
    {
        var everything = new Route { Target = new RouteTarget.Backend("main") };
        var info = new Route { Target = new RouteTarget.Backend("gitolite"), Commands = FrozenSet.Create(StringComparer.Ordinal, "info"), Users = [new Glob("alice")] };
        var table = new RouteTable([everything, info]);
        Assert.True(CommandLine.TryParse("info"u8, table.HostCommands, out var command, out _));
        Assert.True(CommandLine.TryParse("git-upload-pack x"u8, table.HostCommands, out var fetch, out _));

        Assert.Equal(new Decision.Forward("gitolite", ""), table.Decide("alice", command));
        Assert.Equal(new Decision.Refuse(RouteTable.NoCommand), table.Decide("bob", command));
        Assert.Equal(new Decision.Forward("main", "x"), table.Decide("alice", fetch));
        Assert.IsType<Decision.Refuse>(new RouteTable([info]).Decide("alice", fetch));
    }
}
