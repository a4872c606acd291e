using System.Diagnostics;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>An installation whose backend does what the repository's name says, rather than git.</summary>
public sealed class ScriptedBackend : IAsyncLifetime
{
    private const string Script =
        """
        #!/bin/bash
        # Does what the last two components of the asked path say.
        words=${SSH_ORIGINAL_COMMAND%\'*}
        argument=${words##*/}
        argument=${argument%% *}
        case $words in
            */exit/*) echo this is stdout; echo this is stderr >&2; exit "$argument" ;;
            */signal/*) kill -s "$argument" $$ ;;
            */output/*) head -c "$argument" /dev/zero | tr '\0' x; exit 7 ;;
            */errors/*) head -c "$argument" /dev/zero | tr '\0' e >&2; echo done; exit 8 ;;
            */count*) wc -c; exit 9 ;;
            */echo*) cat ;;
            */nothing*) exit 0 ;;
            */pause/*) echo before; sleep "$argument"; echo after ;;
            */goes-on/*) cat >/dev/null; for ((i = 1; i <= argument; i++)); do sleep 0.1; echo "line $i"; done; exit 3 ;;
            */quiet/*) echo last words; exec >&-; cat >/dev/null; echo still here >&2; exit "$argument" ;;
            */mute/*) exec >&- 2>&-; sleep 0.5; exit "$argument" ;;
            */deaf/*) exec <&-; sleep 0.5; echo heard nothing; exit "$argument" ;;
            *) echo "the script knows no such word: $words" >&2; exit 99 ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new("script");

    public Installation Site { get; private set; } = null!;

    /// <summary>One with settings of the proxy that differ from the defaults.</summary>
    public static async Task<ScriptedBackend> StartAsync(Action<SluiceConfiguration> adjust, OpenSshServerOptions? options = null)
    {
        var backend = new ScriptedBackend();
        await backend.InitializeAsync(adjust, options ?? new OpenSshServerOptions());
        return backend;
    }

    public ValueTask InitializeAsync() => InitializeAsync(_ => { }, new OpenSshServerOptions());

    /// <summary>The backend's processes of now.</summary>
    public IReadOnlyList<ProcessEntry> Running => ProcessTable.Within(_folder.FullName);

    /// <summary>Runs one of the script's words with the real OpenSSH client.</summary>
    /// <param name="word">The word and its argument: <c>exit/3</c>.</param>
    /// <param name="client">Who asks; null for Alice.</param>
    /// <param name="input">What is sent to it.</param>
    /// <param name="output">Where its output goes; null to have it in the result as text.</param>
    public Task<ProgramResult> RunAsync(string word, SshClient? client = null, ReadOnlyMemory<byte> input = default, Stream? output = null)
    {
        client ??= Site.Alice;
        var options = client.Options with { Input = async stream => await stream.WriteAsync(input), OutputTo = output };
        return ProgramRunner.RunAsync("ssh", WordsOf(word, client), options);
    }

    /// <summary>Starts ssh with one of the script's words and leaves its streams to the caller.</summary>
    public Process Start(string word, SshClient? client = null) =>
        ProgramRunner.Start("ssh", WordsOf(word, client ?? Site.Alice), (client ?? Site.Alice).Options);

    /// <summary>Runs a program of the folder Clients that uses paramiko, as Alice, with one of the script's words.</summary>
    public async Task<ProgramResult> RunScriptAsync(string name, string word)
    {
        var python = await RequiredProgram.FindPythonWithAsync("paramiko");
        var client = WithKeyInEnvironment(Site.Alice) with { TimeLimit = TimeSpan.FromMinutes(3) };
        return await client.RunAsync(python,
            ["-W", "ignore", ClientPrograms.Source(name), $"{client.Endpoint.Port}", $"{client.Endpoint.User}@{client.Endpoint.Host}", CommandOf(word)]);
    }

    /// <summary>The user whose key and known_hosts file stand where the programs of the folder Clients look for them.</summary>
    public static SshClient WithKeyInEnvironment(SshClient client, params (string Name, string Value)[] more) => client with
    {
        MoreEnvironment = new Dictionary<string, string?>(more.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)))
        {
            ["SSH_KEY"] = client.Key.PrivateKeyFile,
            ["SSH_KNOWN_HOSTS"] = Path.Combine(client.Home, "known_hosts"),
        },
    };

    /// <summary>The command whose script is the word: <c>exit/3</c>, <c>echo/</c>.</summary>
    public static string CommandOf(string word) => $"git-upload-pack '/team/{word}'";

    public async ValueTask DisposeAsync()
    {
        if (Site is not null)
            await Site.DisposeAsync();
        _folder.Dispose();
    }

    private static string[] WordsOf(string word, SshClient client) =>
        [.. client.SshWords, "-p", $"{client.Endpoint.Port}", $"{client.Endpoint.User}@{client.Endpoint.Host}", CommandOf(word)];

    private async ValueTask InitializeAsync(Action<SluiceConfiguration> adjust, OpenSshServerOptions options)
    {
        var script = _folder.Write("backend.sh", Script);
        Site = await Installation.StartAsync(options with { ForceCommand = $"exec bash {script}" }, site =>
        {
            adjust(site.Folder.Configuration);
            return Task.CompletedTask;
        });
    }
}
