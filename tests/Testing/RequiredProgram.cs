namespace Sluice.Testing;

/// <summary>Finds the programs that tests run. One that is missing is a failure that says what to install, never a skip.</summary>
public static class RequiredProgram
{
    private static readonly Dictionary<string, string> _packages = new()
    {
        ["ssh"] = "openssh-client",
        ["ssh-keygen"] = "openssh-client",
        ["ssh-agent"] = "openssh-client",
        ["ssh-add"] = "openssh-client",
        ["sshd"] = "openssh-server",
        ["git"] = "git",
        ["hg"] = "mercurial",
        ["hg-ssh"] = "mercurial",
        ["gitolite"] = "gitolite3",
        ["git-shell"] = "git",
        ["plink"] = "putty-tools",
        ["puttygen"] = "putty-tools",
        ["dbclient"] = "dropbear-bin",
        ["dropbearconvert"] = "dropbear-bin",
        ["bash"] = "bash",
        ["chromium"] = "chromium",
        ["chromedriver"] = "chromium-driver",
        ["haproxy"] = "haproxy",
        ["gcc"] = "gcc libc6-dev",
        ["go"] = "golang-go",
        ["node"] = "nodejs",
        ["java"] = "default-jdk-headless",
        ["javac"] = "default-jdk-headless",
        ["perf"] = "linux-perf",
        ["strace"] = "strace",
        ["setpriv"] = "util-linux",
        ["chown"] = "coreutils",
        ["dotnet"] = "dotnet-sdk-10.0",
    };

    /// <summary>Debian's own Python: the one that sees the modules installed by apt-get, whatever else is in PATH.</summary>
    public const string SystemPython = "/usr/bin/python3";

    /// <summary>The full path of a program.</summary>
    /// <exception cref="RequiredProgramMissingException">It is not installed.</exception>
    public static string Find(string name)
    {
        if (name.Contains('/'))
            return File.Exists(name) ? name : throw new RequiredProgramMissingException(name, PackageOf(Path.GetFileName(name)));
        // sshd lives in sbin, which an ordinary user's PATH often leaves out.
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/usr/local/sbin", "/sbin"]);
        return folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new RequiredProgramMissingException(name, PackageOf(name));
    }

    /// <summary>A library's file, where Debian's package puts it.</summary>
    /// <exception cref="RequiredProgramMissingException">It is not installed.</exception>
    public static string FindFile(string path, string package) =>
        File.Exists(path) ? path : throw new RequiredProgramMissingException(path, package);

    /// <summary>Debian's Python, after proof that it can import a module.</summary>
    public static async Task<string> FindPythonWithAsync(string module)
    {
        var package = $"python3-{module.Split('.')[0]}";
        if (!File.Exists(SystemPython))
            throw new RequiredProgramMissingException(SystemPython, $"python3 {package}");
        var result = await ProgramRunner.RunAsync(SystemPython, ["-c", $"import {module}"]).ConfigureAwait(false);
        return result.ExitCode == 0
            ? SystemPython
            : throw new RequiredProgramMissingException($"{SystemPython} with the module {module}", package);
    }

    private static string PackageOf(string program) => _packages.GetValueOrDefault(program, program);
}

/// <summary>A program that a test needs is not installed.</summary>
public sealed class RequiredProgramMissingException(string message) : Exception(message)
{
    /// <summary>One that a package brings.</summary>
    public RequiredProgramMissingException(string program, string package)
        : this($"This test needs the program {program}, which is not installed: run `apt-get install {package}` (or tools/test, which does it).")
    {
    }
}
