using Sluice.Testing;

namespace Sluice.EndToEnd.Running;

/// <summary>Builds the Go programs of bench/EndToEnd/peers into artifacts/peers, with Debian's golang-golang-x-crypto-dev and no network.</summary>
internal static class GoPrograms
{
    private const string Sources = "/usr/share/gocode/src/golang.org/x/crypto/ssh/client.go";

    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryRoot.FullName, "artifacts", "peers");

    /// <summary>Builds what has changed.</summary>
    /// <exception cref="RequiredProgramMissingException">Go or the library is missing; the sentence names the package.</exception>
    public static async Task BuildAsync()
    {
        RequiredProgram.FindFile(Sources, "golang-golang-x-crypto-dev");
        Directory.CreateDirectory(Folder);
        var environment = new Dictionary<string, string?> { ["GO111MODULE"] = "off", ["GOPATH"] = "/usr/share/gocode", ["GOFLAGS"] = null };
        foreach (var folder in Directory.EnumerateDirectories(PeerFile.Folder).Where(folder => File.Exists(Path.Combine(folder, "main.go"))))
        {
            var options = new ProgramOptions { WorkingFolder = folder, Environment = environment, TimeLimit = TimeSpan.FromMinutes(5) };
            (await ProgramRunner.RunAsync("go", ["build", "-o", Path.Combine(Folder, Path.GetFileName(folder)), "."], options)).MustSucceed();
        }
    }
}
