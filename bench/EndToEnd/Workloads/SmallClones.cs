using Sluice.EndToEnd.Running;
using Sluice.Testing;

namespace Sluice.EndToEnd.Workloads;

/// <summary>How long a person waits for a clone of a few kilobytes: git and ssh, through the peer, from sshd.</summary>
internal sealed class SmallClones : IWorkload
{
    public const string Title = "small clone";
    public const string Case = "a repository of 12 KiB";

    private const string Repository = "team/small.git";
    private const int WarmUp = 5;

    private static int _copies;

    public string Name => "small-clone";

    public async Task RunAsync(Bench bench)
    {
        await bench.Stage.CreateRepositoryAsync(Repository, GitContent.Small);
        var peers = await bench.RealAsync();
        var clients = peers.ToDictionary(peer => peer.Name, peer => bench.Stage.ClientOf(peer));
        foreach (var peer in peers)
        {
            for (var i = 0; i < WarmUp; i++) (await CloneAsync(bench.Stage, clients[peer.Name], peer, Repository)).MustSucceed();
        }
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            foreach (var peer in Bench.InTurn(peers, round))
            {
                await bench.SampleAsync(Title, Case, peer, round, async () =>
                    new() { ["seconds"] = (await CloneAsync(bench.Stage, clients[peer.Name], peer, Repository)).MustSucceed().Duration.TotalSeconds });
            }
        }
    }

    /// <summary>One clone, whose copy is removed again.</summary>
    public static async Task<ProgramResult> CloneAsync(Stage stage, SshClient client, PeerProcess peer, string repository)
    {
        var copy = stage.Files.PathOf("copies", $"{Interlocked.Increment(ref _copies)}");
        try
        {
            return await client.GitAsync("clone", "--quiet", "--bare", peer.Endpoint.UrlOf(stage.PathOf(repository)), copy);
        }
        finally
        {
            if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
        }
    }
}
