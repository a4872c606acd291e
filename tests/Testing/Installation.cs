namespace Sluice.Testing;

/// <summary>
/// A whole site: a real sshd with repositories, the proxy in front of it, and users. Users name repositories as
/// <c>/team/app.git</c>; the proxy's route turns that into a path in the backend's folder of repositories.
/// </summary>
public sealed class Installation : IAsyncDisposable
{
    private readonly TemporaryFolder _files = new("site");

    private Installation(OpenSshServer backend, SluiceFolder folder)
    {
        Backend = backend;
        Folder = folder;
    }

    public OpenSshServer Backend { get; }

    public SluiceFolder Folder { get; }

    /// <summary>The running proxy.</summary>
    public SluiceProcess Proxy { get; private set; } = null!;

    /// <summary>Scratch space that ends with the installation: working copies, homes, keys.</summary>
    public TemporaryFolder Files => _files;

    /// <summary>The user that every installation has, with an ed25519 key.</summary>
    public SshClient Alice { get; private set; } = null!;

    /// <summary>Starts backend and proxy.</summary>
    /// <param name="backendOptions">What the sshd should be like.</param>
    /// <param name="adjust">Changes the proxy's configuration and users before it starts.</param>
    public static async Task<Installation> StartAsync(
        OpenSshServerOptions? backendOptions = null, Func<Installation, Task>? adjust = null)
    {
        var backend = await OpenSshServer.StartAsync(backendOptions).ConfigureAwait(false);
        var installation = new Installation(backend, await SluiceFolder.CreateAsync().ConfigureAwait(false));
        try
        {
            await installation.ConfigureAsync().ConfigureAwait(false);
            if (adjust is not null)
                await adjust(installation).ConfigureAwait(false);
            installation.Proxy = await SluiceProcess.StartAsync(installation.Folder).ConfigureAwait(false);
            var key = new SshKeyPair(installation.Files.PathOf("alice"));
            installation.Alice = installation.NewClient("alice-home", key);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes a user with a key of a type; to be called before the start, so that no test waits for the folder's watcher.</summary>
    public async Task<SshKeyPair> AddUserAsync(string name, string type = "ed25519", int? bits = null)
    {
        var key = await SshKeyPair.GenerateAsync(Files.PathOf(name), type, bits, name).ConfigureAwait(false);
        Folder.SetUser(name, key.PublicKeyLine);
        return key;
    }

    /// <summary>A client of the proxy with a home of its own.</summary>
    public SshClient NewClient(string home, SshKeyPair key) => SshClient.Create(Files.PathOf(home), Proxy.Endpoint, key);

    /// <summary>Where a repository lies at the backend.</summary>
    public string BackendPathOf(string repository) => Files.PathOf("repositories", repository);

    public string UrlOf(string repository) => Proxy.Endpoint.UrlOf(PathOf(repository));

    /// <summary>How clients name a repository.</summary>
    public static string PathOf(string repository) => "/" + repository;

    /// <summary>Makes a git repository at the backend and gives its path there.</summary>
    public async Task<string> CreateGitAsync(string repository, GitContent content)
    {
        var path = BackendPathOf(repository);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await GitRepository.CreateBareAsync(path, content).ConfigureAwait(false);
        return path;
    }

    /// <summary>What to print when a test fails: both logs.</summary>
    public string Logs => $"--- proxy\n{Proxy.Log}\n--- sshd\n{Backend.Log}";

    public async ValueTask DisposeAsync()
    {
        if (Proxy is not null)
            await Proxy.DisposeAsync().ConfigureAwait(false);
        await Backend.DisposeAsync().ConfigureAwait(false);
        Folder.Dispose();
        _files.Dispose();
    }

    private async Task ConfigureAsync()
    {
        Backend.Authorize(Folder.Identity);
        Folder.Configuration.AddBackend(Folder.Files, "main", Backend.Endpoint, Folder.Identity);
        Folder.Configuration.AddRoute("team/**", "main")["RewriteRepository"] = Files.PathOf("repositories", "team") + "/$1";
        Folder.Configuration.AddRoute("archive/**", backend: null, refuse: "The archive is closed: ask the librarians for a copy.");
        await AddUserAsync("alice").ConfigureAwait(false);
    }
}
