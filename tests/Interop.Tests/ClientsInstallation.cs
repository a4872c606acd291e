using System.Collections.Concurrent;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>An installation with default settings, a user for each common type of key, and the programs of the clients.</summary>
public sealed class ClientsInstallation : IAsyncLifetime
{
    /// <summary>A repository of several windows' size that no test writes to.</summary>
    public const string Medium = "team/medium.git";

    private static readonly string[] _keyTypes = ["ed25519", "ecdsa", "rsa"];

    private readonly TemporaryFolder _programs = new("clients");
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<string>>>> _found = new();

    public static GitContent MediumContent { get; } = GitContent.OfMebibytes(8);

    public Installation Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await Installation.StartAsync(adjust: async site =>
        {
            foreach (var type in _keyTypes)
                await site.AddUserAsync(type, type);
        });
        await Site.CreateGitAsync(SharedInstallation.Small, SharedInstallation.SmallContent);
        await Site.CreateGitAsync(Medium, MediumContent);
    }

    /// <summary>The words that start a client as the user with a key of a type, up to the port.</summary>
    public async Task<IReadOnlyList<string>> WordsAsync(ClientProgram program, SshClient user)
    {
        var words = await _found.GetOrAdd(program.Name, _ => new(() => program.FindAsync(_programs))).Value;
        return [.. words, .. program.OptionsFor(user, user.Key.PrivateKeyFile)];
    }

    /// <summary>The user with a key of a type, whose git runs the client.</summary>
    public async Task<SshClient> UserOfAsync(ClientProgram program, string keyType)
    {
        var name = $"{program.Name.Replace('/', '-').Replace(' ', '-')}-{keyType}-{Guid.NewGuid():N}";
        var key = new SshKeyPair(Site.Files.PathOf(keyType));
        if (program.ConvertKeyAsync is { } convert)
        {
            var converted = Site.Files.PathOf($"{name}.key");
            await convert(key, converted);
            key = new SshKeyPair(converted);
        }

        var user = Site.NewClient($"{name}-home", key);
        return user with
        {
            GitSshCommand = string.Join(' ', await WordsAsync(program, user)),
            MoreEnvironment = new Dictionary<string, string?>(program.Environment)
            {
                ["GIT_SSH_VARIANT"] = program.Variant,
                ["SSH_KEY"] = key.PrivateKeyFile,
                ["SSH_KNOWN_HOSTS"] = Path.Combine(user.Home, "known_hosts"),
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (Site is not null)
            await Site.DisposeAsync();
        _programs.Dispose();
    }
}
