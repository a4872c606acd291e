using Sluice.Proxy.Embedded;

using Xunit;

namespace Sluice.Proxy.Tests.Embedded;

public sealed class DemoStateTests
{
    [Fact]
    public void Keys_are_made_once_and_found_again()
    {
        using var folder = new TemporaryFolder();
        using var first = DemoState.Open(Path.Combine(folder.Root, "state"));
        using var second = DemoState.Open(Path.Combine(folder.Root, "state"));

        Assert.Equal(first.HostKey.PublicKey, second.HostKey.PublicKey);
        Assert.NotEqual(first.HostKey.PublicKey, first.BackendHostKey.PublicKey);
        Assert.Contains("ssh-ed25519 ", File.ReadAllText(Path.Combine(first.Keys, "alice.pub")), StringComparison.Ordinal);
    }

    [Fact]
    public void Private_keys_are_their_owners_alone()
    {
        using var folder = new TemporaryFolder();
        using var state = DemoState.Open(Path.Combine(folder.Root, "state"));

        var mode = File.GetUnixFileMode(state.UserKeyFile);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public void The_known_hosts_file_pins_the_proxys_key_at_its_port()
    {
        using var folder = new TemporaryFolder();
        using var state = DemoState.Open(Path.Combine(folder.Root, "state"));

        var line = File.ReadAllText(state.WriteKnownHosts(2200));

        Assert.Equal($"[127.0.0.1]:2200 ssh-ed25519 {Convert.ToBase64String(state.HostKey.PublicKey.Blob.Span)}\n", line);
    }
}
