using System.Security.Cryptography;
using System.Text;

namespace Sluice.Testing;

/// <summary>Bare git repositories made of deterministic content, and the proof that a clone has all of it.</summary>
public static class GitRepository
{
    /// <summary>Creates a bare repository whose branch main holds the content.</summary>
    public static async Task CreateBareAsync(string path, GitContent content)
    {
        await GitAsync(Path.GetTempPath(), "init", "--quiet", "--bare", "--initial-branch=main", path).ConfigureAwait(false);
        // Noise does not shrink: packing it stored keeps the programs' time out of what is tested and measured.
        await ConfigureAsync(path, "core.compression", "0").ConfigureAwait(false);
        await ConfigureAsync(path, "core.bigFileThreshold", "1m").ConfigureAwait(false);
        await ConfigureAsync(path, "fastimport.unpackLimit", "1").ConfigureAwait(false);
        await ConfigureAsync(path, "uploadpack.allowFilter", "true").ConfigureAwait(false);
        await ConfigureAsync(path, "uploadpack.allowAnySHA1InWant", "true").ConfigureAwait(false);
        await ConfigureAsync(path, "gc.auto", "0").ConfigureAwait(false);
        var options = new ProgramOptions { WorkingFolder = path, TimeLimit = TimeSpan.FromMinutes(5), Input = stream => WriteImportAsync(stream, content) };
        (await ProgramRunner.RunAsync("git", ["fast-import", "--quiet"], options).ConfigureAwait(false)).MustSucceed();
    }

    public static Task ConfigureAsync(string path, string key, string value) => GitAsync(path, "config", key, value);

    /// <summary>Puts an executable hook into a bare repository.</summary>
    public static void WriteHook(string path, string name, string script)
    {
        var hook = Path.Combine(path, "hooks", name);
        Directory.CreateDirectory(Path.GetDirectoryName(hook)!);
        File.WriteAllText(hook, script);
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Makes a commit with one file of noise in a working copy.</summary>
    public static async Task CommitNoiseAsync(SshClient client, string workingCopy, string name, int bytes, ulong seed = 77)
    {
        var file = Path.Combine(workingCopy, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, DeterministicNoise.Create(bytes, seed)).ConfigureAwait(false);
        (await client.GitAsync("-C", workingCopy, "add", name).ConfigureAwait(false)).MustSucceed();
        (await client.GitAsync("-C", workingCopy, "commit", "--quiet", "-m", $"Add {name}").ConfigureAwait(false)).MustSucceed();
    }

    /// <summary>The commit a name stands for.</summary>
    public static async Task<string> ResolveAsync(string path, string name = "HEAD") =>
        (await GitAsync(path, "rev-parse", "--verify", name).ConfigureAwait(false)).Output.Trim();

    /// <summary>Proves by git's own full check that every object is whole.</summary>
    public static Task CheckAsync(string path) => GitAsync(path, "fsck", "--full", "--strict", "--no-progress");

    /// <summary>A digest over the names and bytes of the working copy's files, to be compared with <see cref="ChecksumOf"/>.</summary>
    public static string ChecksumOfWorkingCopy(string workingCopy)
    {
        var names = Directory.EnumerateFiles(Path.Combine(workingCopy, "data"))
            .Select(file => "data/" + Path.GetFileName(file)).Order(StringComparer.Ordinal);
        return Digest(names, name => File.ReadAllBytes(Path.Combine(workingCopy, name)));
    }

    /// <summary>The digest that a complete working copy of this content has.</summary>
    public static string ChecksumOf(GitContent content)
    {
        var numbers = Enumerable.Range(0, content.Files).ToDictionary(GitContent.NameOf);
        return Digest(numbers.Keys.Order(StringComparer.Ordinal), name => content.BytesOf(numbers[name]));
    }

    private static string Digest(IEnumerable<string> names, Func<string, byte[]> read)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in names)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(read(name));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Runs git on the backend's side of things: no network, and not as one of the users.</summary>
    private static async Task<ProgramResult> GitAsync(string folder, params string[] arguments)
    {
        var environment = new Dictionary<string, string?>
        {
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        };
        var options = new ProgramOptions { WorkingFolder = folder, Environment = environment, TimeLimit = TimeSpan.FromMinutes(5) };
        return (await ProgramRunner.RunAsync("git", arguments, options).ConfigureAwait(false)).MustSucceed();
    }

    private static async Task WriteImportAsync(Stream stream, GitContent content)
    {
        for (var file = 0; file < content.Files; file++)
        {
            var name = GitContent.NameOf(file);
            await WriteTextAsync(stream, $"blob\nmark :1\ndata {content.BytesPerFile}\n").ConfigureAwait(false);
            await stream.WriteAsync(content.BytesOf(file)).ConfigureAwait(false);
            var message = $"Add {name}\n";
            await WriteTextAsync(stream,
                $"\ncommit refs/heads/main\ncommitter Test <test@example.org> {1_700_000_000 + file} +0000\n" +
                $"data {message.Length}\n{message}" +
                $"M 100644 :1 {name}\n\n").ConfigureAwait(false);
        }

        await WriteTextAsync(stream, "done\n").ConfigureAwait(false);
    }

    private static async Task WriteTextAsync(Stream stream, string text) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text)).ConfigureAwait(false);
}
