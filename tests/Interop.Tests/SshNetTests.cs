using System.Text;

using Renci.SshNet;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>SSH.NET, which .NET programs use, with its defaults.</summary>
public sealed class SshNetTests(ClientsInstallation installation) : IClassFixture<ClientsInstallation>
{
    private Installation Site => installation.Site;

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task A_key_of_each_type_lets_its_user_in(string keyType)
    {
        using var client = Connect(keyType);
        using var command = client.CreateCommand($"git-upload-pack '{Installation.PathOf(SharedInstallation.Small)}'");

        // A flush packet in place of wants: upload-pack has nothing to do and ends.
        await RunAsync(command, "0000");

        Assert.Equal(0, command.ExitStatus);
        Assert.Contains("refs/heads/main\n0000", command.Result, StringComparison.Ordinal);
    }

    [Fact]
    public void The_exit_status_and_standard_error_arrive()
    {
        using var client = Connect("ed25519");

        using var absent = client.RunCommand("git-upload-pack '/team/absent.git'");
        using var refused = client.RunCommand("git-upload-pack '/elsewhere/absent.git'");

        // The first is told by the backend's git, the second by the proxy itself.
        Assert.Equal(128, absent.ExitStatus);
        Assert.Contains("does not appear to be a git repository", absent.Error, StringComparison.Ordinal);
        Assert.Equal(128, refused.ExitStatus);
        Assert.Contains("sluice: request", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlkem768x25519-sha256")]
    [InlineData("sntrup761x25519-sha512")]
    public void A_post_quantum_key_exchange_alone_is_enough(string algorithm)
    {
        using var client = Connect("ed25519", algorithm);

        using var command = client.RunCommand($"git-upload-pack '{Installation.PathOf("team/absent.git")}'");

        Assert.Equal(algorithm, client.ConnectionInfo.CurrentKeyExchangeAlgorithm);
        Assert.Equal(128, command.ExitStatus);
    }

    [Fact]
    public async Task A_large_output_arrives()
    {
        using var client = Connect("ed25519");
        using var command = client.CreateCommand($"git-upload-archive '{Installation.PathOf(ClientsInstallation.Medium)}'");

        await RunAsync(command, $"{Packet("argument --format=tar\n")}{Packet("argument main\n")}0000");

        Assert.Equal(0, command.ExitStatus);
        Assert.InRange(command.OutputStream.Length, ClientsInstallation.MediumContent.TotalBytes, ClientsInstallation.MediumContent.TotalBytes + (1 << 20));
    }

    private static async Task RunAsync(SshCommand command, string input)
    {
        var running = command.ExecuteAsync(TestContext.Current.CancellationToken);
        await using (var stream = command.CreateInputStream())
            await stream.WriteAsync(Encoding.ASCII.GetBytes(input), TestContext.Current.CancellationToken);
        await running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    /// <summary>git's pkt-line: four hexadecimal digits of length, themselves included, then the text.</summary>
    private static string Packet(string text) => $"{text.Length + 4:x4}{text}";

    /// <param name="keyType">The type of the user's key.</param>
    /// <param name="keyExchange">The only key exchange to offer; null for the defaults.</param>
    private Renci.SshNet.SshClient Connect(string keyType, string? keyExchange = null)
    {
        var endpoint = Site.Proxy.Endpoint;
        var client = new Renci.SshNet.SshClient(endpoint.Host, endpoint.Port, endpoint.User, new PrivateKeyFile(Site.Files.PathOf(keyType)));
        client.HostKeyReceived += (_, received) => received.CanTrust = endpoint.Fingerprints.Contains("SHA256:" + received.FingerPrintSHA256);
        if (keyExchange is not null)
        {
            var offered = client.ConnectionInfo.KeyExchangeAlgorithms;
            foreach (var other in offered.Keys.Where(name => name != keyExchange).ToList()) offered.Remove(other);
        }
        client.Connect();
        return client;
    }
}
