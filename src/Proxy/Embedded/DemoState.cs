using Sluice.Transport;

namespace Sluice.Proxy.Embedded;

/// <summary>The folder of the demonstration: keys, made when they are missing, and the sample repository.</summary>
internal sealed class DemoState : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private DemoState(string root)
    {
        Root = root;
        CreateFolder(root);
        Keys = Path.Combine(root, "keys");
        Repositories = Path.Combine(root, "repositories");
        UserKeyFile = Path.Combine(root, "id_alice");
        CreateFolder(Keys);
        CreateFolder(Repositories);
        HostKey = Key(Path.Combine(root, "ssh_host_ed25519_key"), "sluice");
        BackendHostKey = Key(Path.Combine(root, "backend_host_ed25519_key"), "backend");
        BackendUserKey = Key(Path.Combine(root, "id_sluice"), "sluice at the backend");
        using var user = Key(UserKeyFile, "alice");
        File.WriteAllText(Path.Combine(Keys, "alice.pub"), $"{Line(user.PublicKey)} alice\n");
    }

    /// <summary>The folder itself.</summary>
    public string Root { get; }

    /// <summary>One file per user.</summary>
    public string Keys { get; }

    /// <summary>The embedded backend's repositories.</summary>
    public string Repositories { get; }

    /// <summary>The private key of alice, the user.</summary>
    public string UserKeyFile { get; }

    /// <summary>The proxy's host key.</summary>
    public SshPrivateKey HostKey { get; }

    /// <summary>The backend's host key.</summary>
    public SshPrivateKey BackendHostKey { get; }

    /// <summary>The key that the proxy logs in with at the backend.</summary>
    public SshPrivateKey BackendUserKey { get; }

    /// <summary>Opens the folder, or makes it.</summary>
    /// <param name="directory">Where; null is sluice/demo in the user's state folder (XDG base directories).</param>
    public static DemoState Open(string? directory) => new(directory ?? DefaultDirectory());

    /// <summary>Writes the known_hosts file for the proxy at that port and gives its path.</summary>
    public string WriteKnownHosts(int port)
    {
        var file = Path.Combine(Root, $"known_hosts.{port}");
        File.WriteAllText(file, $"[127.0.0.1]:{port} {Line(HostKey.PublicKey)}\n");
        return file;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        HostKey.Dispose();
        BackendHostKey.Dispose();
        BackendUserKey.Dispose();
    }

    private static string DefaultDirectory()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (string.IsNullOrEmpty(state) || !Path.IsPathFullyQualified(state))
            state = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Combine(state, "sluice", "demo");
    }

    /// <summary>Reads a key, or makes it: a demonstration that already runs on this folder keeps working.</summary>
    private static SshPrivateKey Key(string file, string comment)
    {
        if (File.Exists(file)) return SshPrivateKey.Read(File.ReadAllBytes(file), "");
        var key = SshPrivateKey.GenerateEd25519();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var writer = new StreamWriter(file, options);
        writer.Write(key.ToOpenSshFile(comment));
        return key;
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static string Line(SshPublicKey key) => $"{key.KeyType} {Convert.ToBase64String(key.Blob.Span)}";
}
