using Sluice.Proxy.Backends;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Backends;

public sealed class KnownHostsTests
{
    private readonly SshPublicKey _key = TestKeys.New();

    [Theory]
    [InlineData("git.example.org", "git.example.org", 22, true)]
    [InlineData("git.example.org", "GIT.example.org", 22, true)]
    [InlineData("git.example.org", "git.example.org", 2222, false)]
    [InlineData("[git.example.org]:2222", "git.example.org", 2222, true)]
    [InlineData("[git.example.org]:2222", "git.example.org", 22, false)]
    [InlineData("a,b,c", "b", 22, true)]
    [InlineData("*.example.org", "git.example.org", 22, true)]
    [InlineData("*.example.org,!git.example.org", "git.example.org", 22, false)]
    [InlineData("!git.example.org", "other.example.org", 22, false)]
    [InlineData("10.0.0.?", "10.0.0.7", 22, true)]
    [InlineData("2001:db8::1", "2001:db8::1", 22, true)]
    [InlineData("[2001:db8::1]:2222", "2001:db8::1", 2222, true)]
    [InlineData("|1|x", "x", 22, false)]
    [InlineData("|1|!!|??", "x", 22, false)]
    public void Lines_are_found_by_host_and_port(string hosts, string host, int port, bool expected)
    {
        var found = KnownHosts.Parse($"# comment\n\n{hosts} {TestKeys.PublicLine(_key)}\n").Find(host, port);
        Assert.Equal(expected, found.Keys.Contains(_key));
    }

    [Fact]
    public void Names_that_ssh_keygen_hashed_are_found()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("known_hosts", $"[git.example.org]:2222 {TestKeys.PublicLine(_key)}\nplain.example.org {TestKeys.PublicLine(_key)}\n");
        TestKeys.SshKeygen("-q", "-H", "-f", file);
        var text = File.ReadAllText(file);
        Assert.DoesNotContain("example", text, StringComparison.Ordinal);
        Assert.Equal(_key, Assert.Single(KnownHosts.Parse(text).Find("git.example.org", 2222).Keys));
        Assert.Equal(_key, Assert.Single(KnownHosts.Parse(text).Find("plain.example.org", 22).Keys));
        Assert.Empty(KnownHosts.Parse(text).Find("git.example.org", 22).Keys);
    }

    [Fact]
    public void A_revoked_key_is_not_pinned_wherever_its_line_stands()
    {
        var other = TestKeys.New();
        var found = KnownHosts.Parse($"h {TestKeys.PublicLine(_key)}\nh {TestKeys.PublicLine(other)}\n@revoked * {TestKeys.PublicLine(_key)}\n").Find("h", 22);
        Assert.Equal(other, Assert.Single(found.Keys));
        Assert.Equal("line 1: the key is revoked", Assert.Single(found.Ignored));
    }

    [Fact]
    public void Lines_that_cannot_be_used_say_why()
    {
        var found = KnownHosts.Parse($"@trust-me h {TestKeys.PublicLine(_key)}\nh ssh-ed25519 AAAA\nh\n@revoked h ssh-ed25519 AAAA\n").Find("h", 22);
        Assert.Empty(found.Keys);
        Assert.Equal(4, found.Ignored.Count);
        Assert.StartsWith("line 1: @trust-me is not supported", found.Ignored[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_authority_is_not_a_key_that_may_be_presented()
    {
        var found = KnownHosts.Parse($"@cert-authority *.example.org {TestKeys.PublicLine(_key)}\n").Find("git.example.org", 22);
        Assert.Equal(_key, Assert.Single(found.Authorities));
        Assert.Empty(found.Keys);
        Assert.Empty(KnownHosts.Parse($"@cert-authority *.example.org {TestKeys.PublicLine(_key)}\n").Find("example.com", 22).Authorities);
    }

    [Fact]
    public void A_revoked_authority_is_none_and_revoked_keys_are_told()
    {
        var found = KnownHosts.Parse($"@cert-authority * {TestKeys.PublicLine(_key)}\n@revoked * {TestKeys.PublicLine(_key)}\n@revoked x {TestKeys.PublicLine(TestKeys.New())}").Find("h", 22);
        Assert.Empty(found.Authorities);
        Assert.Equal(_key, Assert.Single(found.Revoked));
        Assert.Equal("line 1: the key is revoked", Assert.Single(found.Ignored));
    }

    [Fact]
    public void Keys_of_several_lines_are_all_pinned_once()
    {
        var other = TestKeys.New();
        var found = KnownHosts.Parse($"h {TestKeys.PublicLine(_key)}\r\nh {TestKeys.PublicLine(other)}\nh,x {TestKeys.PublicLine(_key)}").Find("h", 22);
        Assert.Equal([_key, other], found.Keys);
    }
}
