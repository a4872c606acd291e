namespace Sluice.Testing;

/// <summary>
/// A user at a terminal: a home folder with a key and a known_hosts file, and the programs run in it. Nothing of the account that
/// runs the test (agent, git configuration, language) reaches them.
/// </summary>
public sealed record SshClient
{
    public required SshEndpoint Endpoint { get; init; }

    public required string Home { get; init; }

    public required SshKeyPair Key { get; init; }

    /// <summary>Words put after <c>ssh -F config</c>: options for one test.</summary>
    public IReadOnlyList<string> SshArguments { get; init; } = [];

    /// <summary>The remote shell that git runs; null for OpenSSH with this home's configuration.</summary>
    public string? GitSshCommand { get; init; }

    /// <summary>Further variables for the programs.</summary>
    public IReadOnlyDictionary<string, string?> MoreEnvironment { get; init; } = new Dictionary<string, string?>();

    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The words of the ssh command up to the host.</summary>
    public IReadOnlyList<string> SshWords => ["-F", Path.Combine(Home, "ssh_config"), .. SshArguments];

    public IReadOnlyDictionary<string, string?> Environment
    {
        get
        {
            var environment = new Dictionary<string, string?>
            {
                ["HOME"] = Home,
                ["LC_ALL"] = "C.UTF-8",
                ["SSH_AUTH_SOCK"] = null,
                ["DISPLAY"] = null,
                ["GIT_CONFIG_NOSYSTEM"] = "1",
                ["GIT_CONFIG_GLOBAL"] = Path.Combine(Home, "gitconfig"),
                ["GIT_TERMINAL_PROMPT"] = "0",
                ["GIT_SSH_COMMAND"] = GitSshCommand ?? string.Join(' ', SshWords.Prepend(RequiredProgram.Find("ssh"))),
                ["HGRCPATH"] = Path.Combine(Home, "hgrc"),
            };
            foreach (var (name, value) in MoreEnvironment)
                environment[name] = value;
            return environment;
        }
    }

    /// <summary>Makes a home folder for a user with a key.</summary>
    /// <param name="home">The folder, which is created.</param>
    /// <param name="endpoint">Where it connects to.</param>
    /// <param name="key">The user's key.</param>
    /// <param name="agent">The socket of an agent whose keys are offered in place of the key's file; null for the file alone.</param>
    public static SshClient Create(string home, SshEndpoint endpoint, SshKeyPair key, string? agent = null)
    {
        Directory.CreateDirectory(home);
        var knownHosts = Path.Combine(home, "known_hosts");
        File.WriteAllText(knownHosts, endpoint.KnownHosts);
        File.WriteAllText(Path.Combine(home, "ssh_config"),
            $"""
            Host *
                IdentityFile {(agent is null ? key.PrivateKeyFile : "none")}
                IdentityAgent {agent ?? "none"}
                IdentitiesOnly {(agent is null ? "yes" : "no")}
                UserKnownHostsFile {knownHosts}
                GlobalKnownHostsFile /dev/null
                StrictHostKeyChecking yes
                BatchMode yes
                ConnectTimeout 20

            """);
        File.WriteAllText(Path.Combine(home, "gitconfig"),
            """
            [user]
                name = Test User
                email = test@example.org
            [init]
                defaultBranch = main
            [gc]
                auto = 0
            [core]
                compression = 0

            """);
        File.WriteAllText(Path.Combine(home, "hgrc"), "[ui]\nusername = Test User <test@example.org>\n");
        return new SshClient { Endpoint = endpoint, Home = home, Key = key };
    }

    /// <summary>Runs a command at the endpoint with the OpenSSH client.</summary>
    public Task<ProgramResult> SshAsync(params string[] command) =>
        RunAsync("ssh", [.. SshWords, "-p", Endpoint.Port.ToString(), $"{Endpoint.User}@{Endpoint.Host}", .. command]);

    public Task<ProgramResult> GitAsync(params string[] arguments) => RunAsync("git", arguments);

    /// <summary>Runs Mercurial with this user's ssh.</summary>
    public Task<ProgramResult> HgAsync(params string[] arguments) =>
        RunAsync("hg", ["--config", $"ui.ssh={string.Join(' ', SshWords.Prepend(RequiredProgram.Find("ssh")))}", .. arguments]);

    public Task<ProgramResult> RunAsync(string program, IReadOnlyList<string> arguments) =>
        ProgramRunner.RunAsync(program, arguments, Options);

    /// <summary>The options that run a program as this user.</summary>
    public ProgramOptions Options => new() { Environment = Environment, TimeLimit = TimeLimit, WorkingFolder = Home };
}
