using System.Globalization;

using Sluice.Testing;

namespace Sluice.EndToEnd.Running;

/// <summary>What all peers share: the client's key and theirs, the two backends, and repositories of noise.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly SshKeyPair _hostKey;
    private readonly SshKeyPair _backendKey;
    private readonly SshKeyPair _identity;
    private int _folders;

    private Stage(TemporaryFolder files, SshKeyPair[] keys, OpenSshServer real)
    {
        Files = files;
        (Key, _hostKey, _backendKey, _identity) = (keys[0], keys[1], keys[2], keys[3]);
        Real = real;
    }

    /// <summary>Scratch space.</summary>
    public TemporaryFolder Files { get; }

    /// <summary>The client's key, which every peer and backend knows.</summary>
    public SshKeyPair Key { get; }

    /// <summary>The public host key of peers with one of their own, as a file.</summary>
    public string HostKeyFile => _hostKey.PublicKeyFile;

    /// <summary>The public host key of light backends, as a file.</summary>
    public string BackendKeyFile => _backendKey.PublicKeyFile;

    /// <summary>The real backend: sshd with its defaults, in front of git's repositories.</summary>
    public OpenSshServer Real { get; }

    /// <summary>Makes the keys and starts sshd.</summary>
    public static async Task<Stage> StartAsync()
    {
        var files = new TemporaryFolder("bench");
        string[] names = ["client", "host", "backend", "identity"];
        var keys = await Task.WhenAll(names.Select(name => SshKeyPair.GenerateAsync(files.PathOf(name), comment: name)));
        var real = await OpenSshServer.StartAsync(new OpenSshServerOptions { LogLevel = "INFO" });
        var stage = new Stage(files, keys, real);
        real.Authorize(stage.Key);
        real.Authorize(stage._identity);
        files.Write("authorized.peers", stage.Key.PublicKeyLine + "\n");
        files.Write("authorized.backends", $"{stage.Key.PublicKeyLine}\n{stage._identity.PublicKeyLine}\n");
        return stage;
    }

    /// <summary>Where a repository lies, which is also its path in URLs.</summary>
    public string PathOf(string repository) => Files.PathOf("repositories", repository);

    /// <summary>Makes a repository of noise unless it is there.</summary>
    public async Task<string> CreateRepositoryAsync(string repository, GitContent content)
    {
        var path = PathOf(repository);
        if (Directory.Exists(path)) return path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await GitRepository.CreateBareAsync(path, content);
        return path;
    }

    /// <summary>Starts a light backend.</summary>
    public async Task<PeerProcess> StartLightAsync()
    {
        var port = FreePort.Next();
        var environment = new Dictionary<string, string?>
        {
            ["PORT"] = Number(port),
            ["HOST_KEY"] = _backendKey.PrivateKeyFile,
            ["AUTHORIZED_KEYS"] = Files.PathOf("authorized.backends"),
            ["PROGRAMS"] = GoPrograms.Folder,
        };
        return await PeerProcess.StartAsync(PeerFile.All["light"], port, new SshEndpoint("127.0.0.1", port, Environment.UserName, [_backendKey.TypeAndBase64]), environment);
    }

    /// <summary>Starts a peer in front of a light backend; the direct way is no more than the backend's address.</summary>
    public Task<PeerProcess> StartBeforeAsync(string peer, PeerProcess light) =>
        StartAsync(peer, light.Endpoint, BackendKeyFile, sessions: 100, connections: 400);

    /// <summary>Starts a peer in front of the real backend.</summary>
    public Task<PeerProcess> StartBeforeRealAsync(string peer) =>
        StartAsync(peer, Real.Endpoint, Real.HostKeys[0].PublicKeyFile, sessions: 10, connections: 20);

    /// <summary>A client of a peer, with a home of its own.</summary>
    public SshClient ClientOf(PeerProcess peer, string? suite = null)
    {
        var client = SshClient.Create(Files.PathOf("homes", $"{_folders++}"), peer.Endpoint, Key) with { TimeLimit = TimeSpan.FromMinutes(5) };
        if (suite is null) return client;
        var words = suite.Split('+');
        return client with { SshArguments = ["-o", $"Ciphers={words[0]}", .. words.Length > 1 ? (string[])["-o", $"MACs={words[1]}"] : []] };
    }

    public async ValueTask DisposeAsync()
    {
        await Real.DisposeAsync();
        Files.Dispose();
    }

    private async Task<PeerProcess> StartAsync(string peer, SshEndpoint backend, string backendKeyFile, int sessions, int connections)
    {
        if (peer == PeerProcess.Direct) return PeerProcess.To(backend);
        var file = PeerFile.All[peer];
        var port = FreePort.Next();
        var environment = new Dictionary<string, string?>
        {
            ["PORT"] = Number(port),
            ["HOST_KEY"] = _hostKey.PrivateKeyFile,
            ["AUTHORIZED_KEYS"] = Files.PathOf("authorized.peers"),
            ["IDENTITY"] = _identity.PrivateKeyFile,
            ["BACKEND_PORT"] = Number(backend.Port),
            ["BACKEND_USER"] = backend.User,
            ["BACKEND_KEY"] = backendKeyFile,
            ["BACKEND_SESSIONS"] = Number(sessions),
            ["BACKEND_CONNECTIONS"] = Number(connections),
            ["KNOWN_HOSTS"] = Files.Write($"known_hosts.{backend.Port}", backend.KnownHosts),
            ["PROGRAMS"] = GoPrograms.Folder,
            ["PEERS"] = PeerFile.Folder,
            ["SLUICE"] = RepositoryRoot.ProxyAssembly,
        };
        var hostKeys = file.HasBackendHostKey ? backend.HostKeys : [_hostKey.TypeAndBase64];
        return await PeerProcess.StartAsync(file, port, new SshEndpoint("127.0.0.1", port, file.User ?? Environment.UserName, hostKeys), environment);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
