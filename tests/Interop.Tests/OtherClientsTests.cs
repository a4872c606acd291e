using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>The clients that are not OpenSSH, each with its defaults.</summary>
public sealed class OtherClientsTests(ClientsInstallation installation) : IClassFixture<ClientsInstallation>
{
    private Installation Site => installation.Site;

    public static TheoryData<string> Clients => [.. ClientPrograms.All.Select(program => program.Name)];

    public static TheoryData<string, string> KeyTypes =>
        [.. ClientPrograms.All.SelectMany(program => program.KeyTypes.Select(type => (program.Name, type)))];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_clone_arrives_whole(string client)
    {
        var program = Find(client);
        var user = await installation.UserOfAsync(program, program.KeyTypes[0]);

        await CloneAndCheckAsync(program, user, ClientsInstallation.Medium, ClientsInstallation.MediumContent);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_push_arrives_whole(string client)
    {
        var program = Find(client);
        var user = await installation.UserOfAsync(program, program.KeyTypes[0]);
        var repository = $"team/push-{Guid.NewGuid():N}.git";
        var backend = await Site.CreateGitAsync(repository, GitContent.Small);
        var copy = await CloneAndCheckAsync(program, user, repository, GitContent.Small);
        await GitRepository.CommitNoiseAsync(user, copy, "data/pushed.bin", 5 << 20);

        (await user.GitAsync([.. program.GitOptions, "-C", copy, "push", "--quiet", "origin", "main"])).MustSucceed();

        Assert.Equal(await GitRepository.ResolveAsync(copy), await GitRepository.ResolveAsync(backend, "main"));
        await GitRepository.CheckAsync(backend);
    }

    [Theory]
    [MemberData(nameof(KeyTypes))]
    public async Task A_key_of_each_type_lets_its_user_in(string client, string keyType)
    {
        var program = Find(client);
        var user = await installation.UserOfAsync(program, keyType);

        var result = await user.GitAsync([.. program.GitOptions, "ls-remote", Site.UrlOf(SharedInstallation.Small)]);

        Assert.Contains("refs/heads/main", result.MustSucceed().Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task The_exit_status_and_standard_error_arrive(string client)
    {
        var program = Find(client);
        var user = await installation.UserOfAsync(program, program.KeyTypes[0]);

        var absent = await ExecuteAsync(program, user, "git-upload-pack '/team/absent.git'");
        var refused = await ExecuteAsync(program, user, "git-upload-pack '/elsewhere/absent.git'");

        // The first is told by the backend's git, the second by the proxy itself.
        Assert.Contains("does not appear to be a git repository", absent.MustExitWith(128).Error, StringComparison.Ordinal);
        Assert.Empty(absent.Output);
        Assert.Contains("sluice: request", refused.MustExitWith(128).Error, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
    }

    [Theory]
    [InlineData("1.99")]
    [InlineData("2.0")]
    public async Task A_client_may_call_itself_able_of_either_protocol(string version)
    {
        var paramiko = Find("paramiko");
        var user = await installation.UserOfAsync(paramiko, paramiko.KeyTypes[0]);
        user = user with { MoreEnvironment = new Dictionary<string, string?>(user.MoreEnvironment) { ["SSH_PROTOCOL"] = version } };

        (await user.GitAsync("ls-remote", Site.UrlOf(SharedInstallation.Small))).MustSucceed();

        Assert.Contains(Site.Proxy.LogLines, line => line.Contains($"SSH-{version}-paramiko", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Libgit2_clones_with_its_libssh2()
    {
        var python = await RequiredProgram.FindPythonWithAsync("pygit2");
        var copy = Fresh();

        (await Site.Alice.RunAsync(python,
            [ClientPrograms.Source("libgit2-clone.py"), Site.UrlOf(ClientsInstallation.Medium), copy, Site.Alice.Key.PrivateKeyFile])).MustSucceed();

        await GitRepository.CheckAsync(copy);
        Assert.Equal(GitRepository.ChecksumOf(ClientsInstallation.MediumContent), GitRepository.ChecksumOfWorkingCopy(copy));
    }

    private static ClientProgram Find(string name) => ClientPrograms.All.Single(program => program.Name == name);

    private string Fresh() => Site.Files.PathOf("work", $"{Guid.NewGuid():N}");

    private async Task<string> CloneAndCheckAsync(ClientProgram program, SshClient user, string repository, GitContent content)
    {
        var copy = Fresh();
        (await user.GitAsync([.. program.GitOptions, "clone", "--quiet", Site.UrlOf(repository), copy])).MustSucceed();
        await GitRepository.CheckAsync(copy);
        Assert.Equal(GitRepository.ChecksumOf(content), GitRepository.ChecksumOfWorkingCopy(copy));
        return copy;
    }

    /// <summary>Runs a command with the client itself, without git.</summary>
    private async Task<ProgramResult> ExecuteAsync(ClientProgram program, SshClient user, string command)
    {
        var words = await installation.WordsAsync(program, user);
        var endpoint = user.Endpoint;
        return await user.RunAsync(words[0], [.. words.Skip(1), program.PortOption, $"{endpoint.Port}", $"{endpoint.User}@{endpoint.Host}", command]);
    }
}
