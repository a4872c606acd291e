using Sluice.EndToEnd;
using Sluice.EndToEnd.Ceilings;
using Sluice.EndToEnd.Results;
using Sluice.EndToEnd.Running;
using Sluice.EndToEnd.Workloads;
using Sluice.Testing;

namespace Sluice.Interop.Tests.Benching;

/// <summary>What a run says to the contract and to the ceilings.</summary>
public sealed class ContractTests
{
    private static readonly ContractRow _ceiling = new("time", 0.7, 0.45, true, "0.00", samples => [samples.Ratio("work", "one", "sluice", "direct", "seconds")]);
    private static readonly ContractRow _floor = new("rates", 0.75, 0.87, false, "0.00", samples => [samples.Median("work", "one", "sluice", "down"), samples.Median("work", "one", "sluice", "up")]);

    [Theory]
    [InlineData(0.44, "met, the dream")]
    [InlineData(0.454, "met, the dream")]
    [InlineData(0.46, "met")]
    [InlineData(0.704, "met")]
    [InlineData(0.71, "missed")]
    public void A_ceiling_is_met_by_less(double ratio, string verdict)
    {
        var samples = new SampleBook();
        samples.Add(Taken("direct", ("seconds", 2)));
        samples.Add(Taken("sluice", ("seconds", 2 * ratio)));

        Assert.Equal(verdict, _ceiling.Judge(samples).Verdict);
    }

    [Theory]
    [InlineData(0.9, 0.9, "met, the dream", "0.90, 0.90")]
    [InlineData(0.9, 0.8, "met", "0.90, 0.80")]
    [InlineData(0.9, 0.7, "missed", "0.90, 0.70")]
    public void A_floor_must_be_reached_by_all_values(double down, double up, string verdict, string measured)
    {
        var samples = new SampleBook();
        samples.Add(Taken("sluice", ("down", down), ("up", up)));

        Assert.Equal((verdict, measured), (_floor.Judge(samples).Verdict, _floor.Judge(samples).Measured));
    }

    [Fact]
    public void What_was_not_measured_is_neither_met_nor_missed()
    {
        var samples = new SampleBook();
        samples.Add(Taken("sluice", ("down", 0.9)));

        Assert.Equal("not measured", _floor.Judge(samples).Verdict);
        Assert.All(Contract.Judge(new SampleBook()), row => Assert.Equal(("not measured", ""), (row.Verdict, row.Measured)));
    }

    [Fact]
    public void A_failed_sample_counts_as_a_failure_and_not_as_a_value()
    {
        var samples = new SampleBook();
        samples.Add(Taken("sluice", ("seconds", 1)));
        samples.Add(Taken("sluice", ("seconds", 3)));
        samples.Add(Taken("sluice", ("seconds", 100)) with { Failure = "It broke." });

        Assert.Equal(2, samples.Median("work", "one", "sluice", "seconds"));
        Assert.Equal(1, samples.Failures);
    }

    [Fact]
    public void The_contract_reads_what_the_workloads_write()
    {
        var samples = new SampleBook();
        foreach (var (peer, seconds) in (IReadOnlyList<(string, double)>)[(PeerProcess.Direct, 0.2), (PeerProcess.Sluice, 0.1)])
            samples.Add(new Sample(SmallClones.Title, SmallClones.Case, peer, 0, new Dictionary<string, double> { ["seconds"] = seconds }));
        samples.Add(new Sample(IdleConnections.Title, IdleConnections.CaseOf(1000, false), PeerProcess.Sluice, 0, new Dictionary<string, double> { ["kibibytes"] = 99, ["givenBack"] = 0.1 }));
        samples.Add(new Sample(IdleConnections.Title, IdleConnections.CaseOf(5000, false), PeerProcess.Sluice, 0, new Dictionary<string, double> { ["kibibytes"] = 11, ["givenBack"] = 0.96 }));

        var verdicts = Contract.Judge(samples);

        Assert.Equal(["0.50", "11.0", "96"], verdicts.Where(verdict => verdict.Verdict != "not measured").Select(verdict => verdict.Measured));
        Assert.DoesNotContain(verdicts, verdict => verdict.IsMissed);
    }

    [Fact]
    public void Peers_are_the_first_by_turns()
    {
        var peers = Enumerable.Range(0, 3).Select(_ => PeerProcess.To(new SshEndpoint("127.0.0.1", 1, "git", []))).ToList();

        Assert.Equal([peers[1], peers[2], peers[0]], Bench.InTurn(peers, 1));
        Assert.Equal(peers, Bench.InTurn(peers, 3));
    }

    [Fact]
    public void The_repositorys_ceilings_are_those_that_are_measured() => Assert.Equal(Ceiling.All.Count, CeilingsFile.Read().Count);

    [Fact]
    public void A_ceiling_that_nothing_measures_is_refused() => Assert.Throws<FormatException>(() => CeilingsFile.Parse("""{ "colour": 1 }"""));

    [Fact]
    public void A_passed_ceiling_is_one_sentence()
    {
        var ceiling = Ceiling.All.Single(ceiling => ceiling.Name == "kibibytesPerIdleConnection");
        var samples = new SampleBook();
        samples.Add(new Sample(IdleConnections.Title, IdleConnections.CaseOf(Ceiling.Crowd, false), PeerProcess.Sluice, 0, new Dictionary<string, double> { ["kibibytes"] = 12.5 }));

        Assert.Null(ceiling.Judge(samples, 12.5));
        var sentence = ceiling.Judge(samples, 12);
        Assert.Contains("12.5", sentence);
        Assert.DoesNotContain('\n', sentence!);
        Assert.Contains("could not be measured", ceiling.Judge(new SampleBook(), 12));
    }

    private static Sample Taken(string peer, params (string Name, double Value)[] values) => new("work", "one", peer, 0, values.ToDictionary(value => value.Name, value => value.Value));
}
