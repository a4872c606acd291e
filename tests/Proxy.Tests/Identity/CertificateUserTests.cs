using System.Collections.Frozen;

using Sluice.Proxy.Identity;

using Xunit;

namespace Sluice.Proxy.Tests.Identity;

/// <summary>Which user a certificate's principals name.</summary>
public sealed class CertificateUserTests : IDisposable
{
    private readonly CertificateAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("alice", "alice", "alice")]
    [InlineData("alice", "git", "alice")]
    [InlineData("alice", "bob", null)]
    [InlineData("alice,bob", "bob", "bob")]
    [InlineData("alice,bob", "git", null)]
    [InlineData("alice,git", "git", "alice")]
    [InlineData("alice,alice@example.org", "git", "alice")]
    [InlineData("alice@example.org", "git", null)]
    [InlineData("alice@example.org", "alice@example.org", null)]
    [InlineData("git", "git", null)]
    [InlineData("git,hg", "hg", null)]
    [InlineData("alice", "ALICE", null)]
    [InlineData("al*", "alice", null)]
    public void Principals_name_the_user(string principals, string login, string? expected)
    {
        var certificate = _authority.Certify("-n", principals).Certificate;
        Assert.Equal(expected, CertificateUser.Find(certificate, login, FrozenSet.Create("git", "hg"), out var why));
        Assert.Equal(expected is null, why.Length > 0);
    }

    [Theory]
    [InlineData("alice", "whoever", "alice")]
    [InlineData("alice,bob", "bob", "bob")]
    [InlineData("alice,bob", "whoever", null)]
    public void Without_a_list_of_login_users_any_login_will_do(string principals, string login, string? expected) =>
        Assert.Equal(expected, CertificateUser.Find(_authority.Certify("-n", principals).Certificate, login, [], out _));

    [Fact]
    public void A_certificate_for_everybody_is_for_nobody()
    {
        Assert.Null(CertificateUser.Find(_authority.Certify().Certificate, "alice", FrozenSet.Create("git"), out var why));
        Assert.Equal("it names no principal", why);
    }
}
