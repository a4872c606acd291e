using Sluice.Proxy.Identity;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Identity;

public sealed class KeySnapshotTests
{
    private readonly SshPublicKey _first = TestKeys.New();
    private readonly SshPublicKey _second = TestKeys.New();

    [Fact]
    public void The_user_is_what_stands_before_the_first_dot()
    {
        var snapshot = Create(("alice.pub", TestKeys.PublicLine(_first)), ("alice.laptop.pub", TestKeys.PublicLine(_second)));
        Assert.Empty(snapshot.Faults);
        Assert.Equal(("alice", "alice", 1), (snapshot.Keys[_first][0].UserName, snapshot.Keys[_second][0].UserName, snapshot.UserCount));
    }

    [Fact]
    public void A_file_has_as_many_keys_as_it_has_lines()
    {
        var snapshot = Create(("alice.pub", $"# my keys\r\n\r\n{TestKeys.PublicLine(_first, "at home")}\r\nrestrict,from=\"10.0.0.1,10.0.0.2\" {TestKeys.PublicLine(_second, "")}"));
        Assert.Empty(snapshot.Faults);
        Assert.Equal("at home", snapshot.Keys[_first][0].Comment);
        Assert.NotNull(snapshot.Keys[_second][0].Options.From);
    }

    [Fact]
    public void A_line_that_cannot_be_used_is_named_and_the_others_live()
    {
        var snapshot = Create(("alice.pub", $"command=\"a b\" {TestKeys.PublicLine(_first)}\nssh-ed25519 AAAA\n{TestKeys.PublicLine(_second)}"));
        Assert.Equal([_second], snapshot.Keys.Keys);
        Assert.Equal(2, snapshot.Faults.Length);
        Assert.StartsWith("alice.pub:1 is not used: the option 'command=a b'", snapshot.Faults[0], StringComparison.Ordinal);
        Assert.StartsWith("alice.pub:2 is not used:", snapshot.Faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_two_users_is_nobodys()
    {
        var snapshot = Create(("alice.pub", TestKeys.PublicLine(_first)), ("bob.pub", $"{TestKeys.PublicLine(_second)}\n{TestKeys.PublicLine(_first)}"));
        Assert.Equal([_second], snapshot.Keys.Keys);
        Assert.Contains("alice.pub:1, bob.pub:2", Assert.Single(snapshot.Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("alice.pub~")]
    [InlineData("-a.pub")]
    [InlineData("a b.pub")]
    public void A_file_that_names_no_user_is_ignored_loudly(string file)
    {
        var snapshot = Create((file, TestKeys.PublicLine(_first)));
        Assert.Empty(snapshot.Keys);
        Assert.Contains("is ignored", Assert.Single(snapshot.Faults), StringComparison.Ordinal);
    }

    private static KeySnapshot Create(params (string Name, string Text)[] files) =>
        KeySnapshot.Create(files.Select(file => KeyValuePair.Create(file.Name, file.Text)), TimeZoneInfo.Utc);
}
