using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Every client but OpenSSH that is run as a program.</summary>
public static class ClientPrograms
{
    private static readonly string[] _allTypes = ["ed25519", "ecdsa", "rsa"];

    public static IReadOnlyList<ClientProgram> All { get; } =
    [
        new()
        {
            Name = "PuTTY",
            KeyTypes = _allTypes,
            Variant = "plink",
            FindAsync = _ => Program("plink", "-batch"),
            ConvertKeyAsync = (key, path) => RunAsync("puttygen", key.PrivateKeyFile, "-O", "private", "-o", path),
            OptionsFor = (user, key) => ["-i", key, .. user.Endpoint.Fingerprints.SelectMany(hostKey => new[] { "-hostkey", hostKey })],
        },
        new()
        {
            Name = "Dropbear",
            KeyTypes = _allTypes,
            SendsEnvironment = false,
            FindAsync = _ => Program("dbclient", "-y", "-y"),
            ConvertKeyAsync = (key, path) => RunAsync("dropbearconvert", "openssh", "dropbear", key.PrivateKeyFile, path),
            OptionsFor = (_, key) => ["-i", key],
        },
        new() { Name = "paramiko", KeyTypes = _allTypes, FindAsync = _ => PythonAsync("paramiko", "paramiko-ssh.py") },
        new() { Name = "asyncssh", KeyTypes = _allTypes, FindAsync = _ => PythonAsync("asyncssh", "asyncssh-ssh.py") },
        // Conch 22 signs with RSA keys over SHA-1 alone, which is not accepted.
        new() { Name = "Twisted Conch", KeyTypes = ["ed25519", "ecdsa"], FindAsync = _ => PythonAsync("twisted.conch", "conch-ssh.py") },
        new() { Name = "libssh", KeyTypes = _allTypes, FindAsync = folder => CompileAsync(folder, "libssh-ssh.c", "ssh", "libssh/libssh.h", "libssh-dev") },
        // So does libssh2 before version 1.11.
        new() { Name = "libssh2", KeyTypes = ["ed25519", "ecdsa"], FindAsync = folder => CompileAsync(folder, "libssh2-ssh.c", "ssh2", "libssh2.h", "libssh2-1-dev") },
        new() { Name = "golang.org/x/crypto/ssh", KeyTypes = _allTypes, FindAsync = BuildGoAsync },
        new()
        {
            Name = "npm ssh2",
            KeyTypes = _allTypes,
            FindAsync = _ => Program("node", Source("ssh2-ssh.js")),
            Environment = new Dictionary<string, string?> { ["NODE_PATH"] = NodeModules },
        },
        // JSch 0.1 reads no key files but PEM, knows no ed25519, and signs with RSA keys over SHA-1 alone.
        new() { Name = "JSch", KeyTypes = ["ecdsa"], FindAsync = CompileJavaAsync, ConvertKeyAsync = ConvertToPemAsync },
    ];

    /// <summary>Where tools/test puts npm's packages.</summary>
    private static string NodeModules => Path.Combine(RepositoryRoot.FullName, "artifacts", "npm", "node_modules");

    /// <summary>A file of the folder Clients.</summary>
    public static string Source(string name) => Path.Combine(AppContext.BaseDirectory, "Clients", name);

    private static Task<IReadOnlyList<string>> Program(string name, params string[] words) =>
        Task.FromResult<IReadOnlyList<string>>([RequiredProgram.Find(name), .. words]);

    private static async Task<IReadOnlyList<string>> PythonAsync(string module, string script) =>
        [await RequiredProgram.FindPythonWithAsync(module), "-W", "ignore", Source(script)];

    private static async Task<IReadOnlyList<string>> CompileAsync(TemporaryFolder folder, string source, string library, string header, string package)
    {
        RequiredProgram.FindFile(Path.Combine("/usr/include", header), package);
        var program = folder.PathOf(Path.GetFileNameWithoutExtension(source));
        await RunAsync("gcc", "-O1", "-o", program, Source(source), "-l" + library);
        return [program];
    }

    private static async Task<IReadOnlyList<string>> BuildGoAsync(TemporaryFolder folder)
    {
        RequiredProgram.FindFile("/usr/share/gocode/src/golang.org/x/crypto/ssh/client.go", "golang-golang-x-crypto-dev");
        var program = folder.PathOf("xcrypto-ssh");
        var options = new ProgramOptions
        {
            // Debian's packages of Go sources are built in the GOPATH way, and without a network.
            Environment = new Dictionary<string, string?> { ["GOPATH"] = "/usr/share/gocode", ["GO111MODULE"] = "off", ["GOFLAGS"] = "", ["GOTOOLCHAIN"] = "local" },
            TimeLimit = TimeSpan.FromMinutes(3),
        };
        (await ProgramRunner.RunAsync("go", ["build", "-o", program, Source("xcrypto-ssh.go")], options)).MustSucceed();
        return [program];
    }

    private static async Task<IReadOnlyList<string>> CompileJavaAsync(TemporaryFolder folder)
    {
        var library = RequiredProgram.FindFile("/usr/share/java/jsch.jar", "libjsch-java");
        await RunAsync("javac", "-cp", library, "-d", folder.PathOf("java"), Source("JschSsh.java"));
        return [RequiredProgram.Find("java"), "-cp", $"{library}:{folder.PathOf("java")}", "JschSsh"];
    }

    private static async Task ConvertToPemAsync(SshKeyPair key, string path)
    {
        File.Copy(key.PrivateKeyFile, path);
        File.Copy(key.PublicKeyFile, path + ".pub");
        await RunAsync("ssh-keygen", "-q", "-p", "-m", "PEM", "-P", "", "-N", "", "-f", path);
    }

    private static async Task RunAsync(string program, params string[] arguments) =>
        (await ProgramRunner.RunAsync(program, arguments)).MustSucceed();
}
