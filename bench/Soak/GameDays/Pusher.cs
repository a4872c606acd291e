using System.Diagnostics;

using Sluice.Testing;

namespace Sluice.Soak.GameDays;

/// <summary>A user who pushes commit after commit. A push that was acknowledged must be in the repository.</summary>
internal sealed class Pusher
{
    private const int Bytes = 128 << 10;

    private readonly GameStage _stage;
    private readonly SshClient _client;
    private readonly string _repository;
    private readonly string _copy;
    private int _commits;

    private Pusher(GameStage stage, SshClient client, string repository, string copy) => (_stage, _client, _repository, _copy) = (stage, client, repository, copy);

    /// <summary>Makes a repository and a working copy of it.</summary>
    public static async Task<Pusher> CreateAsync(GameStage stage, SshClient? client = null)
    {
        var name = $"team/push-{Guid.NewGuid():N}.git";
        var repository = await stage.Site.CreateGitAsync(name, GitContent.Small);
        var copy = stage.NextCopy();
        (await stage.Alice.GitAsync("clone", "--quiet", stage.Site.UrlOf(name), copy)).MustSucceed();
        return new Pusher(stage, client ?? stage.Alice, repository, copy);
    }

    /// <summary>Commits and pushes.</summary>
    /// <param name="bytes">How much.</param>
    public async Task<Transfer> PushAsync(int bytes = Bytes)
    {
        await GitRepository.CommitNoiseAsync(_stage.Alice, _copy, $"data/push-{++_commits:0000}.bin", bytes, (ulong)_commits);
        var began = Stopwatch.GetTimestamp();
        var result = await _client.GitAsync("-C", _copy, "push", "--quiet", "origin", "HEAD:refs/heads/main");
        var lost = result.ExitCode == 0 && await GitRepository.ResolveAsync(_repository, "refs/heads/main") != await GitRepository.ResolveAsync(_copy) ? bytes : 0;
        return new Transfer("push", began, result, lost);
    }

    /// <summary>Proves that the repository is whole, and removes the working copy.</summary>
    public async Task EndAsync()
    {
        await GitRepository.CheckAsync(_repository);
        Directory.Delete(_copy, recursive: true);
    }
}
