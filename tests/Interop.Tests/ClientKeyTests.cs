using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Each type of user key that the proxy accepts, with the real OpenSSH client, and those it does not.</summary>
public sealed class ClientKeyTests(ClientKeyTests.Keys keys) : IClassFixture<ClientKeyTests.Keys>
{
    [Theory]
    [InlineData("ed25519", null, "ssh-ed25519")]
    [InlineData("ecdsa", 256, "ecdsa-sha2-nistp256")]
    [InlineData("ecdsa", 384, "ecdsa-sha2-nistp384")]
    [InlineData("ecdsa", 521, "ecdsa-sha2-nistp521")]
    [InlineData("rsa", 2048, "rsa-sha2-256")]
    [InlineData("rsa", 2048, "rsa-sha2-512")]
    [InlineData("rsa", 4096, "rsa-sha2-512")]
    public async Task A_key_lets_its_user_in(string type, int? bits, string algorithm)
    {
        var result = await keys.ListAsync(type, bits, $"PubkeyAcceptedAlgorithms={algorithm}");

        Assert.Contains("refs/heads/main", result.MustSucceed().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_with_SHA1_is_refused()
    {
        var result = await keys.ListAsync("rsa", 2048, "PubkeyAcceptedAlgorithms=ssh-rsa");

        Assert.Contains("Permission denied (publickey)", result.MustExitWith(128).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_RSA_key_of_1024_bits_is_refused()
    {
        var result = await keys.ListAsync("rsa", 1024, "RequiredRSASize=1024");

        Assert.Contains("Permission denied (publickey)", result.MustExitWith(128).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_key_after_four_wrong_ones_gets_in()
    {
        var result = await keys.ListWithWrongKeysFirstAsync(4);

        Assert.Contains("refs/heads/main", result.MustSucceed().Output, StringComparison.Ordinal);
    }

    /// <summary>An installation with a user for each type of key.</summary>
    public sealed class Keys : IAsyncLifetime
    {
        private const string Repository = "team/keys.git";

        private static readonly (string Type, int? Bits)[] _types =
            [("ed25519", null), ("ecdsa", 256), ("ecdsa", 384), ("ecdsa", 521), ("rsa", 1024), ("rsa", 2048), ("rsa", 4096)];

        private Installation? _site;

        public async ValueTask InitializeAsync()
        {
            _site = await Installation.StartAsync(adjust: async site =>
            {
                foreach (var (type, bits) in _types)
                    await site.AddUserAsync(type + bits, type, bits);
            });
            await _site.CreateGitAsync(Repository, GitContent.Small);
        }

        public Task<ProgramResult> ListAsync(string type, int? bits, string option)
        {
            var key = new SshKeyPair(_site!.Files.PathOf(type + bits));
            var client = _site.NewClient($"home-{type}{bits}-{option}", key) with { SshArguments = ["-o", option] };
            return client.GitAsync("ls-remote", _site.UrlOf(Repository));
        }

        public async Task<ProgramResult> ListWithWrongKeysFirstAsync(int wrong)
        {
            List<string> identities = [];
            for (var i = 0; i < wrong; i++)
                identities.AddRange(["-i", (await SshKeyPair.GenerateAsync(_site!.Files.PathOf($"wrong{i}"))).PrivateKeyFile]);
            var client = _site!.Alice with { SshArguments = identities };
            return await client.GitAsync("ls-remote", _site.UrlOf(Repository));
        }

        public ValueTask DisposeAsync() => _site?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
