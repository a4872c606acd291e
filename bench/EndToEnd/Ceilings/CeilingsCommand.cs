using System.CommandLine;
using System.Globalization;

using Sluice.EndToEnd.Running;
using Sluice.EndToEnd.Workloads;
using Sluice.Testing;

namespace Sluice.EndToEnd.Ceilings;

/// <summary><c>tools/bench ceilings</c>: counts and ratios that are the same on every machine, held against their ceilings.</summary>
internal static class CeilingsCommand
{
    private static readonly BenchOptions _options = new()
    {
        Peers = [PeerProcess.Go, PeerProcess.Sluice],
        Suites = ["aes128-gcm@openssh.com"],
        LargeRounds = 2,
        LargeMebibytes = 256,
        CountedMebibytes = 256,
        LoginSeconds = 1,
        LoginWidths = [8],
        Crowds = [Ceiling.Crowd],
        RestSeconds = 3,
        GiveBackSeconds = 0,
        CrowdWarmUpLogins = 300,
        WarmUpSeconds = 4,
    };

    public static Command Create()
    {
        var command = new Command("ceilings", $"Holds counts and ratios against {CeilingsFile.RelativePath}: no times, so that it says the same on every machine. Less than a minute.");
        command.SetAction(async (_, _) =>
        {
            try
            {
                return await RunAsync();
            }
            catch (Exception wrong) when (wrong is RequiredProgramMissingException or FormatException)
            {
                await Console.Error.WriteLineAsync(wrong.Message);
                return 1;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync()
    {
        var ceilings = CeilingsFile.Read();
        await using var bench = await Bench.StartAsync(_options);
        foreach (var workload in (IReadOnlyList<IWorkload>)[new IdleConnections(PeerProcess.Sluice), new Logins(), new LargeTransfers(), new SystemCalls(), new Allocations()]) await bench.RunAsync(workload);
        await bench.FinishAsync();
        var passed = 0;
        foreach (var ceiling in Ceiling.All)
        {
            var sentence = ceiling.Judge(bench.Samples, ceilings[ceiling.Name]);
            Console.WriteLine(sentence ?? string.Create(CultureInfo.InvariantCulture, $"{ceiling.Name}: {ceiling.Measure(bench.Samples):0.##} of {ceilings[ceiling.Name]:0.##}"));
            if (sentence is not null) passed++;
        }
        return passed + bench.Samples.Failures > 0 ? 1 : 0;
    }
}
