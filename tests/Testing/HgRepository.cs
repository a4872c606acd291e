namespace Sluice.Testing;

/// <summary>Mercurial repositories on the backend's side.</summary>
public static class HgRepository
{
    /// <summary>Creates a repository whose changesets add the content's files.</summary>
    public static async Task CreateAsync(string path, GitContent content)
    {
        await HgAsync(Path.GetTempPath(), "init", path).ConfigureAwait(false);
        for (var file = 0; file < content.Files; file++)
            await CommitAsync(path, GitContent.NameOf(file), content.BytesOf(file)).ConfigureAwait(false);
    }

    /// <summary>Adds a file in a changeset of its own.</summary>
    public static async Task CommitAsync(string path, string name, byte[] bytes)
    {
        var file = Path.Combine(path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, bytes).ConfigureAwait(false);
        await HgAsync(path, "commit", "--addremove", "--user", "Test <test@example.org>", "--message", $"Add {name}").ConfigureAwait(false);
    }

    /// <summary>The full identifier of the newest changeset.</summary>
    public static async Task<string> TipAsync(string path) =>
        (await HgAsync(path, "log", "--rev", "tip", "--template", "{node}").ConfigureAwait(false)).Output;

    /// <summary>Proves by Mercurial's own check that the history is whole.</summary>
    public static Task CheckAsync(string path) => HgAsync(path, "verify");

    private static async Task<ProgramResult> HgAsync(string folder, params string[] arguments)
    {
        var environment = new Dictionary<string, string?> { ["HGRCPATH"] = "", ["LC_ALL"] = "C.UTF-8" };
        var options = new ProgramOptions { WorkingFolder = folder, Environment = environment };
        return (await ProgramRunner.RunAsync("hg", arguments, options).ConfigureAwait(false)).MustSucceed();
    }
}
