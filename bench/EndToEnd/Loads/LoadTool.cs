using System.Globalization;
using System.Text.Json;

using Sluice.EndToEnd.Running;
using Sluice.Testing;

namespace Sluice.EndToEnd.Loads;

/// <summary>Runs the load generator (bench/Load) against a peer, as a process of its own.</summary>
internal sealed class LoadTool(Stage stage)
{
    /// <summary>Logins that the load generator makes before those that are counted.</summary>
    public const int WarmUpLogins = 100;

    private static readonly string _program = ProgramFile();

    /// <summary>Runs it and gives what it measured, by name; values inside of others are named <c>milliseconds.P50</c>.</summary>
    /// <exception cref="ProgramFailedException">It failed, or something under it did.</exception>
    public async Task<Dictionary<string, double>> RunAsync(PeerProcess peer, string load, params string[] arguments)
    {
        var result = await ProgramRunner.RunAsync("dotnet", [.. Words(peer, load), .. arguments], new ProgramOptions { TimeLimit = TimeSpan.FromMinutes(5) });
        return Checked(result.MustSucceed().Output, $"{load} {string.Join(' ', arguments)}", peer);
    }

    /// <summary>The words that start it.</summary>
    public IReadOnlyList<string> Words(PeerProcess peer, string load) =>
    [
        _program, load, "--to", $"{peer.Endpoint.Host}:{peer.Endpoint.Port}", "--user", peer.Endpoint.User, "--identity", stage.Key.PrivateKeyFile, "--hostkeys", HostKeysOf(peer),
    ];

    /// <summary>The same loads by a client on another implementation of SSH, which the load generator is checked against.</summary>
    public async Task<Dictionary<string, double>> RunGoClientAsync(PeerProcess peer, string load, params string[] arguments)
    {
        string[] words = ["-to", $"{peer.Endpoint.Host}:{peer.Endpoint.Port}", "-user", peer.Endpoint.User, "-identity", stage.Key.PrivateKeyFile, "-hostkey", HostKeysOf(peer), .. arguments, load];
        var result = await ProgramRunner.RunAsync(Path.Combine(GoPrograms.Folder, "go-client"), words, new ProgramOptions { TimeLimit = TimeSpan.FromMinutes(5) });
        return Checked(result.MustSucceed().Output, $"{load} of the Go client, which said '{result.Error.Split('\n')[0]}',", peer);
    }

    /// <summary>Reads a line of JSON; numbers alone.</summary>
    public static Dictionary<string, double> Parse(string line)
    {
        var values = new Dictionary<string, double>();
        using var document = JsonDocument.Parse(line);
        Add(document.RootElement, "");
        return values;

        void Add(JsonElement element, string prefix)
        {
            foreach (var property in element.EnumerateObject().Where(property => property.Name != "faults"))
            {
                if (property.Value.ValueKind == JsonValueKind.Object) Add(property.Value, $"{prefix}{property.Name}.");
                else values[prefix + property.Name] = property.Value.GetDouble();
            }
        }
    }

    /// <summary>What a run measured, unless something failed under it.</summary>
    public static Dictionary<string, double> Checked(string output, string load, PeerProcess peer)
    {
        var line = output.TrimEnd().Split('\n')[^1];
        var values = Parse(line);
        return values["failures"] == 0 ? values : throw new ProgramFailedException(
            string.Create(CultureInfo.InvariantCulture, $"{values["failures"]} failures under the load {load} of {peer.Name}: {line}\n{peer.Log}"));
    }

    private string HostKeysOf(PeerProcess peer) =>
        stage.Files.Write($"hostkeys.{peer.Endpoint.Port}", string.Concat(peer.Endpoint.HostKeys.Select(key => key + "\n")));

    private static string ProgramFile()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(RepositoryRoot.FullName, "bench", "Load", "bin", configuration, "net10.0", "Sluice.Load.dll");
    }
}
