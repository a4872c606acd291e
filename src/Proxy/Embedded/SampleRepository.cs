using System.Globalization;
using System.Text;

namespace Sluice.Proxy.Embedded;

/// <summary>A repository with the same few commits on every machine, so that a clone's content can be checked to the last bit.</summary>
internal static class SampleRepository
{
    /// <summary>Its path at the backend.</summary>
    public const string Name = "hello.git";

    private const string Readme = """
        # Hello from behind Sluice

        You cloned this through an SSH proxy that read your command, chose a backend and stepped aside.

        """;

    private const string Poem = """
        The river asks no name of rain,
        it takes what every hillside gave;
        the sluice gate lifts, the channels drain,
        and not a drop is late or brave.

        """;

    /// <summary>The files of its newest commit.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["README.md"] = Readme,
        ["poem.txt"] = Poem,
        ["numbers.txt"] = Numbers(),
    };

    /// <summary>Makes it in <paramref name="folder"/> if it is not there yet; gives null, or what git said against it.</summary>
    public static async Task<string?> EnsureAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Name);
        if (Directory.Exists(path)) return null;
        // Made beside its place and moved there, so that it is there whole or not at all.
        var making = Path.Combine(folder, $".{Name}.{Environment.ProcessId}");
        var made = await GitProgram.RunAsync(["init", "--quiet", "--bare", "--initial-branch=main", making], null, cancellationToken).ConfigureAwait(false);
        if (!made.Succeeded) return made.Error;
        var imported = await GitProgram.RunAsync(["--git-dir", making, "fast-import", "--quiet"], Commits(), cancellationToken).ConfigureAwait(false);
        if (!imported.Succeeded) return imported.Error;
        Directory.Move(making, path);
        return null;
    }

    private static string Commits()
    {
        var stream = new StringBuilder();
        var second = 1_750_000_000;
        foreach (var (file, content) in Files)
        {
            stream.Append("commit refs/heads/main\n");
            stream.Append(CultureInfo.InvariantCulture, $"committer Alice <alice@example.org> {second} +0000\n");
            second += 3600;
            Data(stream, $"Add {file}\n");
            stream.Append(CultureInfo.InvariantCulture, $"M 100644 inline {file}\n");
            Data(stream, content);
        }
        return stream.ToString();
    }

    private static void Data(StringBuilder stream, string text) =>
        stream.Append(CultureInfo.InvariantCulture, $"data {Encoding.UTF8.GetByteCount(text)}\n{text}\n");

    private static string Numbers()
    {
        var text = new StringBuilder();
        // A square's last digits hardly compress: the pack is big enough to see the windows at work.
        for (ulong i = 1; i <= 40_000; i++) text.Append(CultureInfo.InvariantCulture, $"{i * i * 2_654_435_761 % 1_000_000_007}\n");
        return text.ToString();
    }
}
