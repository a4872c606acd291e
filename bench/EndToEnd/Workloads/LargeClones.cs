using Sluice.EndToEnd.Running;
using Sluice.Testing;

namespace Sluice.EndToEnd.Workloads;

/// <summary>git clones and pushes a repository of noise, by the client's cipher: most of the time is git's and sshd's.</summary>
internal sealed class LargeClones : IWorkload
{
    public const string Title = "large clone and push";

    private const string Repository = "team/large.git";

    private static int _pushes;

    public string Name => "large-clone";

    /// <summary>Makes the repository of noise and gives its path below the stage.</summary>
    public static async Task<string> PrepareAsync(Bench bench)
    {
        await bench.Stage.CreateRepositoryAsync(Repository, GitContent.OfMebibytes(bench.Options.CloneMebibytes));
        return Repository;
    }

    public async Task RunAsync(Bench bench)
    {
        var bytes = (double)bench.Options.CloneMebibytes * (1 << 20);
        await PrepareAsync(bench);
        var peers = await bench.RealAsync();
        foreach (var suite in bench.Options.Suites)
        {
            Bench.Say($"clones and pushes of {bench.Options.CloneMebibytes} MiB with {suite}");
            var clients = peers.ToDictionary(peer => peer.Name, peer => bench.Stage.ClientOf(peer, suite));
            for (var round = 0; round < bench.Options.LargeRounds; round++)
            {
                foreach (var peer in Bench.InTurn(peers, round))
                {
                    await SampleAsync($"clone, {suite}", peer, () => SmallClones.CloneAsync(bench.Stage, clients[peer.Name], peer, Repository));
                    await SampleAsync($"push, {suite}", peer, () => PushAsync(bench.Stage, clients[peer.Name], peer));
                }

                Task SampleAsync(string @case, PeerProcess peer, Func<Task<ProgramResult>> run) => bench.SampleAsync(Title, @case, peer, round, async () =>
                {
                    var cpu = peer.CpuSeconds();
                    var seconds = (await run()).MustSucceed().Duration.TotalSeconds;
                    return LargeTransfers.Values(seconds, bytes, peer, cpu);
                });
            }
        }
    }

    private static async Task<ProgramResult> PushAsync(Stage stage, SshClient client, PeerProcess peer)
    {
        var target = stage.PathOf($"pushed/{Interlocked.Increment(ref _pushes)}.git");
        try
        {
            (await client.GitAsync("init", "--quiet", "--bare", target)).MustSucceed();
            return await client.GitAsync("-C", stage.PathOf(Repository), "push", "--quiet", peer.Endpoint.UrlOf(target), "main");
        }
        finally
        {
            if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        }
    }
}
