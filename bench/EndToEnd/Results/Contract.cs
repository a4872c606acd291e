using Sluice.EndToEnd.Running;
using Sluice.EndToEnd.Workloads;

namespace Sluice.EndToEnd.Results;

/// <summary>What Sluice promises, as ratios within one run and as counts.</summary>
internal static class Contract
{
    public const string Gcm = "aes128-gcm@openssh.com";
    private const string ChaCha = "chacha20-poly1305@openssh.com";
    private const int UsualCrowd = 5000;

    public static IReadOnlyList<ContractRow> Rows { get; } =
    [
        new("small clone, median wall, through / direct", 0.7, 0.45, true, "0.00", samples => [samples.Ratio(SmallClones.Title, SmallClones.Case, PeerProcess.Sluice, PeerProcess.Direct, "seconds")]),
        new("CPU-ms per login and command / the Go proxy's", 0.5, 0.25, true, "0.00", samples => [samples.Ratio(Logins.Title, Logins.CaseOf(8), PeerProcess.Sluice, PeerProcess.Go, "cpuMilliseconds")]),
        new("logins with a command a second, 64 at a time / the Go proxy's", 1.5, 2.4, false, "0.0", samples => [samples.Ratio(Logins.Title, Logins.CaseOf(64), PeerProcess.Sluice, PeerProcess.Go, "perSecond")]),
        new("resident KiB per idle authenticated connection", 12, 6, true, "0.0", samples => [Idle(samples, withChannel: false, "kibibytes")]),
        new("resident KiB per connection with one idle command", 16, 8, true, "0.0", samples => [Idle(samples, withChannel: true, "kibibytes")]),
        new("growth given back after they left, %", 80, 95, false, "0", samples => [100 * Idle(samples, withChannel: false, "givenBack")]),
        new("large transfer down and up, MB/s through / direct, aes128-gcm", 0.75, 0.87, false, "0.00", samples => Rates(samples, Gcm)),
        new("the same with chacha20-poly1305 at the client", 0.75, 0.87, false, "0.00", samples => Rates(samples, ChaCha)),
        new("CPU-seconds per GiB relayed / the Go proxy's, aes128-gcm", 0.55, 0.42, true, "0.00", samples => [Cpu(samples, Gcm)]),
        new("the same with chacha20-poly1305 at the client", 0.4, 0.28, true, "0.00", samples => [Cpu(samples, ChaCha)]),
        new("32 transfers of 20 MiB at once, wall / direct", 1.3, 1.0, true, "0.00", samples => [samples.Ratio(ManyTransfers.Title, ManyTransfers.Case, PeerProcess.Sluice, PeerProcess.Direct, "seconds")]),
        new("echo of a byte, p99 beside 4 unbounded streams / direct", 1.2, 0.8, true, "0.00", samples => [samples.Ratio(Echoes.Title, Echoes.BesideStreams, PeerProcess.Sluice, PeerProcess.Direct, "p99Microseconds")]),
        new("system calls per MiB relayed, down and up", 60, 20, true, "0.0", samples => [.. LargeTransfers.Directions.Select(direction => samples.Median(SystemCalls.Title, direction, PeerProcess.Sluice, "callsPerMebibyte"))]),
        new("allocated bytes per relayed packet, down and up", 0, 0, true, "0", samples => [.. LargeTransfers.Directions.Select(direction => samples.Least(Allocations.Title, direction, PeerProcess.Sluice, "bytesPerPacket"))]),
        new("a clone's rate beside idle connections / without them", 0.9, 1.0, false, "0.0#", samples => [CloneBesideCrowd.RatioOf(samples)]),
    ];

    /// <summary>Every row with what a run says to it.</summary>
    public static IReadOnlyList<ContractVerdict> Judge(SampleBook samples) => [.. Rows.Select(row => row.Judge(samples))];

    /// <summary>Processor seconds for a GiB, the mean of down and up, over those of the Go proxy.</summary>
    public static double Cpu(SampleBook samples, string suite)
    {
        return Of(PeerProcess.Sluice) / Of(PeerProcess.Go);

        double Of(string peer) => LargeTransfers.Directions.Average(direction => samples.Median(LargeTransfers.Title, LargeTransfers.CaseOf(direction, suite), peer, "cpuSecondsPerGibibyte"));
    }

    private static double Idle(SampleBook samples, bool withChannel, string value)
    {
        // 5,000 connections if they were held, else as many as were.
        var cases = samples.Cases(IdleConnections.Title).Where(one => one.EndsWith(IdleConnections.Ending(withChannel), StringComparison.Ordinal)).ToList();
        var usual = IdleConnections.CaseOf(UsualCrowd, withChannel);
        var chosen = cases.Contains(usual) ? usual : cases.LastOrDefault() ?? usual;
        return samples.Median(IdleConnections.Title, chosen, PeerProcess.Sluice, value);
    }

    private static double[] Rates(SampleBook samples, string suite) =>
        [.. LargeTransfers.Directions.Select(direction => samples.Ratio(LargeTransfers.Title, LargeTransfers.CaseOf(direction, suite), PeerProcess.Sluice, PeerProcess.Direct, "megabytesPerSecond"))];
}
