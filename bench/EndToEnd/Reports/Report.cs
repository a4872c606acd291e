using System.Globalization;
using System.Text.Json;

using Sluice.EndToEnd.Results;
using Sluice.EndToEnd.Running;
using Sluice.EndToEnd.Workloads;

namespace Sluice.EndToEnd.Reports;

/// <summary>Writes report.md for people, pictures, and data.json for programs. A report is never overwritten.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions _json = new() { WriteIndented = false, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Writes it and gives the path of report.md.</summary>
    public static string Write(Bench bench, IReadOnlyDictionary<string, string> facts, TimeSpan took)
    {
        var (options, samples) = (bench.Options, bench.Samples);
        Directory.CreateDirectory(options.Folder);
        var contract = Contract.Judge(samples);
        var text = new ReportText(options.Folder, samples, options.Peers);
        Head(text, bench, contract, took);
        Chapters(text, samples, options.RestSeconds);
        text.Chapter("Machine and programs", string.Join('\n', facts.Select(fact => $"- {fact.Key}: {fact.Value}")));
        var path = Path.Combine(options.Folder, "report.md");
        File.WriteAllText(path, $"# {options.Date} {options.Name}: Sluice beside what people use\n\n{text.ToString().TrimEnd()}\n");
        WriteData(options, facts, contract, bench);
        return path;
    }

    private static void Head(ReportText text, Bench bench, IReadOnlyList<ContractVerdict> contract, TimeSpan took)
    {
        var samples = bench.Samples;
        text.Say(
            $"""
            All on one machine over loopback, the peers by turns in each round; medians, and ratios within this run alone. What a proxy uses of the
            processor is missing at client and backend, so a ratio here is a lower bound of one over a network. Reproduce: `{bench.Options.Command}`
            ({took.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} minutes). Failed samples: {samples.Failures} of {samples.All.Count}. Every sample is in [data.json](data.json).
            """);
        text.Chapter("The contract");
        text.Table(["what", "bar", "dream", "measured", "verdict"], contract.Select(row => (string[])[row.What, row.Bar, row.Dream, row.Measured, row.IsMissed ? "**missed**" : row.Verdict]));
        text.Chapter("The peers");
        text.Table(["peer", "what it is"], bench.Options.Peers.Select(peer => (string[])[peer, peer == PeerProcess.Direct ? "no proxy: the client at the backend" : PeerFile.All[peer].About]), texts: 2);
        text.Say($"Processor time is that of all processes of a peer, those that have ended among them, by {bench.Method ?? "nothing, since no peer ran"}. Memory is resident, shared pages counted once (Pss).");
        if (bench.Notes.Count > 0) text.Say(string.Join('\n', bench.Notes.Distinct().Select(note => $"- {note}")));
        var failed = samples.All.Where(sample => sample.Failure is not null).ToList();
        if (failed.Count == 0) return;
        text.Chapter("What failed");
        text.Table(["workload", "case", "peer", "round", "why"], failed.Select(sample => (string[])[sample.Workload, sample.Case, sample.Peer, $"{sample.Round}", FirstLine(sample.Failure!)]), texts: 5);
    }

    private static void Chapters(ReportText text, SampleBook samples, int rest)
    {
        if (Has(SmallClones.Title))
        {
            text.Chapter("Small clone", "git and ssh clone a few kilobytes from sshd. Most of it is the login to sshd, which Sluice's shared connections save.");
            text.Compare(SmallClones.Title, Column.Compared("seconds", "median ms", "0", 1000));
            text.Bars("small-clone.svg", "Small clone, median ms", SmallClones.Title, "seconds", 1000);
        }
        if (Has(LargeClones.Title))
        {
            text.Chapter("Large clone and push", "git, ssh and sshd with a repository of noise, by the client's cipher. Much of the time is git's.");
            text.Compare(LargeClones.Title, Column.Compared("megabytesPerSecond", "median MB/s", "0"), new("cpuSecondsPerGibibyte", "CPU s a GiB", "0.00", IsComparedToGo: true));
            text.Bars("large-clone.svg", "Large clone and push, median MB/s", LargeClones.Title, "megabytesPerSecond");
            text.Bars("large-clone-cpu.svg", "Large clone and push, the proxy's CPU s per GiB", LargeClones.Title, "cpuSecondsPerGibibyte");
        }
        if (Has(LargeTransfers.Title))
        {
            text.Chapter("Large transfer", "One stream between the load generator and the light backend, by the client's cipher, with all cores at work: what a hop costs at its worst.");
            text.Compare(LargeTransfers.Title, Column.Compared("megabytesPerSecond", "median MB/s", "0"), new("cpuSecondsPerGibibyte", "CPU s a GiB", "0.00", IsComparedToGo: true));
            text.Bars("transfer.svg", "Large transfer, median MB/s", LargeTransfers.Title, "megabytesPerSecond");
            text.Bars("transfer-cpu.svg", "Large transfer, the proxy's CPU s per GiB", LargeTransfers.Title, "cpuSecondsPerGibibyte");
        }
        if (Has(Logins.Title))
        {
            text.Chapter("Logins", "Connect, log in with an ed25519 key, run a command that ends at once, leave; before the light backend, by a warm proxy.");
            text.Compare(
                Logins.Title, Column.Compared("perSecond", "median a second", "#,0"), new("milliseconds.P50", "p50 ms", "0.0"), new("milliseconds.P99", "p99 ms", "0.0"),
                new("cpuMilliseconds", "CPU ms each", "0.00", IsComparedToGo: true));
            text.Bars("logins.svg", "Logins with a command, median a second", Logins.Title, "perSecond");
            text.Bars("logins-cpu.svg", "Logins with a command, the proxy's CPU ms each", Logins.Title, "cpuMilliseconds");
        }
        if (Has(IdleConnections.Title)) IdleChapter.Write(text, samples, rest);
        if (Has(ManyTransfers.Title))
        {
            text.Chapter("Transfers at once", "32 connections download 20 MiB each.");
            text.Compare(ManyTransfers.Title, Column.Compared("seconds", "median s for all", "0.00"), new("cpuSeconds", "CPU s", "0.00", IsComparedToGo: true));
            text.Bars("many.svg", "32 transfers of 20 MiB at once, median s", ManyTransfers.Title, "seconds");
        }
        if (Has(Echoes.Title))
        {
            text.Chapter("Echo", "One byte there and back, once a millisecond at most, alone and beside four downloads on connections of their own.");
            text.Compare(
                Echoes.Title, Column.Compared("p99Microseconds", "p99 µs", "#,0"), new("p50Microseconds", "p50 µs", "#,0", IsComparedToDirect: true), new("megabytesPerSecondBeside", "MB/s beside it", "0"));
            text.Bars("echo.svg", "Echo of one byte, p99 in µs", Echoes.Title, "p99Microseconds");
        }
        if (Has(CloneBesideCrowd.Title))
        {
            text.Chapter("A clone beside idle connections", "A large clone through Sluice before, while and after a crowd of idle connections is held.");
            text.Compare(CloneBesideCrowd.Title, new Column("megabytesPerSecond", "median MB/s", "0"));
        }
        if (Has(SystemCalls.Title))
        {
            text.Chapter("System calls", "System calls of the proxy for each MiB of a large transfer.");
            text.Compare(SystemCalls.Title, new Column("callsPerMebibyte", "a MiB", "0.0", IsComparedToGo: true));
        }
        if (Has(Allocations.Title))
        {
            text.Chapter("Allocations", "Bytes that Sluice allocates, by the runtime's own counter. A packet carries 32 KiB; what the counting itself allocates is taken off.");
            text.Compare(Allocations.Title, new Column("bytesPerPacket", "bytes a packet", "0.0"), new Column("bytes", "bytes each", "#,0"));
        }
        if (Has(GeneratorCheck.Title)) CheckChapter(text, samples);

        bool Has(string workload) => samples.Cases(workload).Count > 0;
    }

    private static void CheckChapter(ReportText text, SampleBook samples)
    {
        text.Chapter("Does the load generator measure the server?",
            "The same loads by the load generator and by a client on golang.org/x/crypto/ssh, in turns. Where the ratio is about 1 the server was measured; above it, the load generator could ask for more than the other client.");
        var rows = from @case in samples.Cases(GeneratorCheck.Title)
                   from peer in (IReadOnlyList<string>)[PeerProcess.Direct, PeerProcess.Go, PeerProcess.Sluice]
                   let own = samples.Median(GeneratorCheck.Title, @case, peer, "own")
                   let go = samples.Median(GeneratorCheck.Title, @case, peer, "go")
                   where double.IsFinite(own) && double.IsFinite(go)
                   select (string[])[@case, peer, ReportText.Number(own, "#,0"), ReportText.Number(go, "#,0"), ReportText.Number(own / go, "0.00")];
        text.Table(["load", "server", "load generator", "client in Go", "ratio"], rows, texts: 2);
    }

    private static void WriteData(BenchOptions options, IReadOnlyDictionary<string, string> facts, IReadOnlyList<ContractVerdict> contract, Bench bench)
    {
        // A line for each sample: one that is looked for is found, and a file of thousands stays readable.
        using var file = new StreamWriter(Path.Combine(options.Folder, "data.json"));
        file.Write($"{{\n\"options\": {Json(options)},\n\"facts\": {Json(facts)},\n\"notes\": {Json(bench.Notes.Distinct())},\n\"contract\": {Json(contract)},\n\"samples\": [\n");
        file.Write(string.Join(",\n", bench.Samples.All.Select(Json)));
        file.Write("\n]\n}\n");
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, _json);

    private static string FirstLine(string text) => text.Split('\n').First(line => line.Length > 0).Replace("|", "\\|", StringComparison.Ordinal);
}
