using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Clones by the clients that are not OpenSSH, each with its defaults, and a push where git drives the client.</summary>
public sealed class OtherClientsTests(SharedInstallation shared) : InteropTest(shared)
{
    [Fact]
    public async Task PuTTY()
    {
        var key = Fresh();
        Directory.CreateDirectory(Path.GetDirectoryName(key)!);
        (await ProgramRunner.RunAsync("puttygen", [Alice.Key.PrivateKeyFile, "-O", "private", "-o", key])).MustSucceed();
        var hostKeys = await Task.WhenAll(Site.Folder.HostKeys.Select(pair => pair.FingerprintAsync()));
        var plink = $"{RequiredProgram.Find("plink")} -batch -i {key} {string.Join(' ', hostKeys.Select(hostKey => $"-hostkey {hostKey}"))}";

        await CloneAndPushAsync(With(plink, "plink"), "putty");
    }

    [Fact]
    public async Task Dropbear()
    {
        var key = Fresh();
        Directory.CreateDirectory(Path.GetDirectoryName(key)!);
        (await ProgramRunner.RunAsync("dropbearconvert", ["openssh", "dropbear", Alice.Key.PrivateKeyFile, key])).MustSucceed();

        // dbclient knows no SendEnv, so git must not ask for it: protocol version 0 needs no environment.
        await CloneAndPushAsync(With($"{RequiredProgram.Find("dbclient")} -y -y -i {key}", "ssh"), "dropbear", "-c", "protocol.version=0");
    }

    [Fact]
    public async Task Paramiko()
    {
        var python = await RequiredProgram.FindPythonWithAsync("paramiko");
        var client = With($"{python} {Script("paramiko-ssh.py")}", "ssh", new Dictionary<string, string?>
        {
            ["SSH_KEY"] = Alice.Key.PrivateKeyFile,
            ["SSH_KNOWN_HOSTS"] = Path.Combine(Alice.Home, "known_hosts"),
        });

        await CloneAndPushAsync(client, "paramiko");
    }

    [Fact]
    public async Task Libssh2_by_libgit2()
    {
        var python = await RequiredProgram.FindPythonWithAsync("pygit2");
        var copy = Fresh();

        (await Alice.RunAsync(python, [Script("libgit2-clone.py"), Site.UrlOf(SharedInstallation.Big), copy, Alice.Key.PrivateKeyFile])).MustSucceed();

        await GitRepository.CheckAsync(copy);
        Assert.Equal(GitRepository.ChecksumOf(SharedInstallation.BigContent), GitRepository.ChecksumOfWorkingCopy(copy));
    }

    private async Task CloneAndPushAsync(SshClient client, string name, params string[] options)
    {
        await CloneAndCheckAsync(client, SharedInstallation.Big, SharedInstallation.BigContent, options);

        var repository = $"team/{name}.git";
        var backend = await Site.CreateGitAsync(repository, GitContent.Small);
        var copy = await CloneAndCheckAsync(client, repository, GitContent.Small, options);
        await GitRepository.CommitNoiseAsync(client, copy, "data/pushed.bin", 5 << 20);
        (await client.GitAsync([.. options, "-C", copy, "push", "--quiet", "origin", "main"])).MustSucceed();
        Assert.Equal(await GitRepository.ResolveAsync(copy), await GitRepository.ResolveAsync(backend, "main"));
    }

    private SshClient With(string command, string variant, Dictionary<string, string?>? environment = null) => Alice with
    {
        GitSshCommand = command,
        MoreEnvironment = new Dictionary<string, string?>(environment ?? []) { ["GIT_SSH_VARIANT"] = variant },
    };

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Clients", name);
}
