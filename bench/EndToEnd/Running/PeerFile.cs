using System.Globalization;

using Sluice.Testing;

namespace Sluice.EndToEnd.Running;

/// <summary>A script of bench/EndToEnd/peers that becomes a peer; comments at its head say what there is to know of it.</summary>
internal sealed record PeerFile
{
    /// <summary>The file's name without its ending.</summary>
    public required string Name { get; init; }

    public required string Script { get; init; }

    /// <summary><c># about:</c> one sentence.</summary>
    public required string About { get; init; }

    /// <summary><c># needs:</c> programs, Python modules and files with Debian's packages that bring them, as <c>haproxy=haproxy</c>.</summary>
    public required IReadOnlyList<(string What, string Package)> Needs { get; init; }

    /// <summary><c># hostkey: backend</c> for one that passes the backend's key exchange on.</summary>
    public bool HasBackendHostKey { get; init; }

    /// <summary><c># role: backend</c> for one that is no way to a backend but one itself.</summary>
    public bool IsBackend { get; init; }

    /// <summary><c># user:</c> the login name; null for that of the account, which sshd asks for.</summary>
    public string? User { get; init; }

    /// <summary><c># descriptors:</c> what an idle connection takes of its first process.</summary>
    public double Descriptors { get; init; } = 2;

    /// <summary><c># crowd:</c> idle connections that it is asked to hold, at most.</summary>
    public int Crowd { get; init; } = 1000;

    /// <summary>The folder of the scripts.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryRoot.FullName, "bench", "EndToEnd", "peers");

    /// <summary>All that are there, by name.</summary>
    public static IReadOnlyDictionary<string, PeerFile> All { get; } =
        Directory.EnumerateFiles(Folder, "*.sh").Order(StringComparer.Ordinal).Select(file => Parse(file, File.ReadLines(file))).ToDictionary(peer => peer.Name);

    /// <summary>Reads a script's head.</summary>
    /// <exception cref="FormatException">It says something that is not known, or not what it must.</exception>
    public static PeerFile Parse(string path, IEnumerable<string> lines)
    {
        var words = new Dictionary<string, string>();
        foreach (var line in lines.Skip(1).TakeWhile(line => line.StartsWith("# ", StringComparison.Ordinal)))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0 || line[2..colon] is not ("about" or "needs" or "hostkey" or "role" or "user" or "descriptors" or "crowd")) throw new FormatException($"{path}: '{line}' is none of about, needs, hostkey, role, user, descriptors and crowd.");
            words[line[2..colon]] = line[(colon + 2)..];
        }
        if (!words.TryGetValue("about", out var about) || !words.TryGetValue("needs", out var needs)) throw new FormatException($"{path} must say at its head what it is (# about:) and needs (# needs:).");
        return new PeerFile
        {
            Name = Path.GetFileNameWithoutExtension(path),
            Script = path,
            About = about,
            Needs = [.. needs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))],
            HasBackendHostKey = words.GetValueOrDefault("hostkey") == "backend",
            IsBackend = words.GetValueOrDefault("role") == "backend",
            User = words.GetValueOrDefault("user"),
            Descriptors = double.Parse(words.GetValueOrDefault("descriptors", "2"), CultureInfo.InvariantCulture),
            Crowd = int.Parse(words.GetValueOrDefault("crowd", "1000"), CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Finds what it needs.</summary>
    /// <exception cref="RequiredProgramMissingException">Something is not there; the sentence names Debian's package.</exception>
    public async Task RequireAsync()
    {
        foreach (var (what, package) in Needs)
        {
            if (what.StartsWith("python3:", StringComparison.Ordinal)) await RequiredProgram.FindPythonWithAsync(what["python3:".Length..]);
            else if (what.StartsWith('/')) RequiredProgram.FindFile(what, package);
            else RequiredProgram.Find(what);
        }
    }
}
