using System.Text.Json.Nodes;

namespace Sluice.Testing;

/// <summary>The files of a proxy: host keys of each type, its configuration, the users' keys, its own login key for backends.</summary>
public sealed class SluiceFolder : IDisposable
{
    private SluiceFolder(TemporaryFolder files, SshKeyPair identity, IReadOnlyList<SshKeyPair> hostKeys)
    {
        Files = files;
        Identity = identity;
        HostKeys = hostKeys;
        Files.CreateFolder("keys");
        Configuration.Section["HostKey"] = new JsonArray([.. hostKeys.Select(key => key.PrivateKeyFile)]);
    }

    public TemporaryFolder Files { get; }

    public SluiceConfiguration Configuration { get; } = new();

    /// <summary>Variables that the proxy is started with.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>The key the proxy logs in to its backends with.</summary>
    public SshKeyPair Identity { get; }

    public IReadOnlyList<SshKeyPair> HostKeys { get; }

    /// <summary>Makes the keys, and a configuration without backends, routes and users.</summary>
    public static async Task<SluiceFolder> CreateAsync()
    {
        var files = new TemporaryFolder("proxy");
        var identity = await SshKeyPair.GenerateAsync(files.PathOf("identity"), "ed25519", comment: "sluice").ConfigureAwait(false);
        SshKeyPair[] hostKeys =
        [
            await SshKeyPair.GenerateAsync(files.PathOf("host_ed25519"), "ed25519").ConfigureAwait(false),
            await SshKeyPair.GenerateAsync(files.PathOf("host_ecdsa"), "ecdsa", 256).ConfigureAwait(false),
            await SshKeyPair.GenerateAsync(files.PathOf("host_rsa"), "rsa", 2048).ConfigureAwait(false),
        ];
        return new SluiceFolder(files, identity, hostKeys);
    }

    /// <summary>Lets a user in by the lines of a keys file, which replace those of before; done at once, as an editor does.</summary>
    public void SetUser(string name, params string[] lines)
    {
        var file = Files.PathOf("keys", $"{name}.pub");
        var beside = Files.Write($"{name}.pub.next", string.Concat(lines.Select(line => line + "\n")));
        File.Move(beside, file, overwrite: true);
    }

    public void RemoveUser(string name) => File.Delete(Files.PathOf("keys", $"{name}.pub"));

    /// <summary>Writes the configuration file and gives its path.</summary>
    public string WriteConfiguration() => Files.Write("sluice.json", Configuration.ToJson());

    public void Dispose() => Files.Dispose();
}
