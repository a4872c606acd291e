using System.Globalization;

using Sluice.EndToEnd.Results;
using Sluice.EndToEnd.Running;
using Sluice.EndToEnd.Workloads;

namespace Sluice.EndToEnd.Ceilings;

/// <summary>A count or a ratio that must not grow unnoticed.</summary>
/// <param name="Name">Its name in perf-reports/ceilings.json.</param>
/// <param name="What">The same in words.</param>
/// <param name="Look">Where to look when it has grown.</param>
/// <param name="Measure">Reads it.</param>
internal sealed record Ceiling(string Name, string What, string Look, Func<SampleBook, double> Measure)
{
    /// <summary>Idle connections of the check.</summary>
    public const int Crowd = 3000;

    private const string Memory = "tools/profile/memory shows what takes it";
    private const string Processor = "tools/profile/cpu shows where it goes";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Ceiling> All { get; } =
    [
        new("allocatedBytesPerPacketDown", "allocated bytes per packet relayed down", Memory, samples => samples.Least(Allocations.Title, "down", PeerProcess.Sluice, "bytesPerPacket")),
        new("allocatedBytesPerPacketUp", "allocated bytes per packet relayed up", Memory, samples => samples.Least(Allocations.Title, "up", PeerProcess.Sluice, "bytesPerPacket")),
        new("allocatedBytesPerHandshake", "allocated bytes per key exchange with login", Memory, samples => PerLogin(samples) - PerCommand(samples)),
        new("allocatedBytesPerLogin", "allocated bytes per login with a command", Memory, PerLogin),
        new("allocatedBytesPerSession", "allocated bytes per command on a connection that is there", Memory, PerCommand),
        new("kibibytesPerIdleConnection", "resident KiB per idle connection", Memory, samples => Idle(samples, withChannel: false)),
        new("kibibytesPerConnectionWithIdleCommand", "resident KiB per connection with one idle command", Memory, samples => Idle(samples, withChannel: true)),
        new("systemCallsPerMebibyteDown", "system calls per MiB relayed down", Processor, samples => samples.Median(SystemCalls.Title, "down", PeerProcess.Sluice, "callsPerMebibyte")),
        new("systemCallsPerMebibyteUp", "system calls per MiB relayed up", Processor, samples => samples.Median(SystemCalls.Title, "up", PeerProcess.Sluice, "callsPerMebibyte")),
        new("cpuPerLoginOverGo", "CPU time per login with a command over the Go proxy's", Processor, samples => samples.Ratio(Logins.Title, Logins.CaseOf(8), PeerProcess.Sluice, PeerProcess.Go, "cpuMilliseconds")),
        new("cpuPerGibibyteOverGo", "CPU time per GiB relayed with aes128-gcm over the Go proxy's", Processor, samples => Contract.Cpu(samples, Contract.Gcm)),
    ];

    /// <summary>The sentence that says that it was passed; null if it was not.</summary>
    public string? Judge(SampleBook samples, double most)
    {
        var measured = Measure(samples);
        if (!double.IsFinite(measured)) return $"{Name}: {What} could not be measured: see what failed above.";
        return measured <= most ? null : string.Create(CultureInfo.InvariantCulture,
            $"{Name}: {What} is {measured:0.##} and its ceiling in {CeilingsFile.RelativePath} is {most:0.##}: {Look}; a ceiling is raised only with the reason in the commit.");
    }

    private static double PerLogin(SampleBook samples) => samples.Median(Allocations.Title, Allocations.PerLogin, PeerProcess.Sluice, "bytes");

    private static double PerCommand(SampleBook samples) => samples.Median(Allocations.Title, Allocations.PerCommand, PeerProcess.Sluice, "bytes");

    private static double Idle(SampleBook samples, bool withChannel) => samples.Median(IdleConnections.Title, IdleConnections.CaseOf(Crowd, withChannel), PeerProcess.Sluice, "kibibytes");
}
