using System.Net;

using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Options;

public sealed class AdminSectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Faults _faults = new("Sluice");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_word_there_is_a_socket_beside_the_configuration()
    {
        var admin = Build(new SluiceConfig());
        Assert.Equal(new AdminAddress.Unix("/etc/sluice/sluice.sock"), Assert.Single(admin.Addresses));
        Assert.True(admin.IsByDefault);
    }

    [Fact]
    public void A_default_that_is_too_long_for_a_socket_is_none()
    {
        var admin = AdminSection.Build(new SluiceConfig(), $"/{new string('x', AdminSection.LongestPath)}", new KeyFiles(_folder.Root), _faults);
        Assert.Empty(admin.Addresses);
        Assert.Empty(_faults.All);
    }

    [Fact]
    public void None_is_none() => Assert.Empty(Build(new SluiceConfig { AdminListen = ["none"] }).Addresses);

    [Fact]
    public void Sockets_and_addresses_stand_beside_each_other()
    {
        var admin = Build(new SluiceConfig { AdminListen = ["unix:admin.sock", "127.0.0.1:9223", "[::1]:9223"] });
        Assert.Equal(
            [new AdminAddress.Unix(Path.Combine(_folder.Root, "admin.sock")), new AdminAddress.Tcp(new(IPAddress.Loopback, 9223)), new AdminAddress.Tcp(new(IPAddress.IPv6Loopback, 9223))],
            admin.Addresses);
        Assert.Empty(_faults.All);
    }

    [Theory]
    [InlineData("unix:", "'unix:' is not unix: and a path")]
    [InlineData("localhost", "'localhost' is not unix: and a path")]
    [InlineData("0.0.0.0:9223", "Whoever reaches 0.0.0.0:9223 could end sessions: name an AdminTokenFile")]
    public void What_cannot_be_is_said(string written, string begins)
    {
        Build(new SluiceConfig { AdminListen = [written] });
        var fault = Assert.Single(_faults.All);
        Assert.StartsWith($"Sluice:AdminListen:0: {begins}", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_token_everybody_may_reach_it()
    {
        var token = _folder.Write("token", "secret");
        var admin = Build(new SluiceConfig { AdminListen = ["0.0.0.0:9223"], AdminTokenFile = "token" });
        Assert.Equal(token, admin.TokenFile);
        Assert.Empty(_faults.All);
    }

    private AdminModel Build(SluiceConfig config) => AdminSection.Build(config, "/etc/sluice/sluice.sock", new KeyFiles(_folder.Root), _faults);
}
