using Sluice.Testing.Measuring;

namespace Sluice.EndToEnd.Results;

/// <summary>All samples of a run, and the middles of them.</summary>
internal sealed class SampleBook
{
    private readonly List<Sample> _samples = [];

    public IReadOnlyList<Sample> All => _samples;

    public int Failures => _samples.Count(sample => sample.Failure is not null);

    public void Add(Sample sample) => _samples.Add(sample);

    /// <summary>Cases of a workload in the order in which they were first run.</summary>
    public IReadOnlyList<string> Cases(string workload) => [.. _samples.Where(sample => sample.Workload == workload).Select(sample => sample.Case).Distinct()];

    /// <summary>The samples that went well and have a value of that name.</summary>
    public IEnumerable<Sample> Good(string workload, string @case, string peer, string value) => _samples.Where(sample =>
        sample.Workload == workload && sample.Case == @case && sample.Peer == peer && sample.Failure is null && sample.Values.ContainsKey(value));

    /// <summary>The middle of a value over the rounds; NaN if there is none.</summary>
    public double Median(string workload, string @case, string peer, string value) =>
        Statistics.Median(Good(workload, @case, peer, value).Select(sample => sample.Values[value]));

    /// <summary>The least of a value over the rounds; NaN if there is none.</summary>
    public double Least(string workload, string @case, string peer, string value) =>
        Good(workload, @case, peer, value).Select(sample => sample.Values[value]).DefaultIfEmpty(double.NaN).Min();

    /// <summary>One peer's middle over another's; NaN if one is missing.</summary>
    public double Ratio(string workload, string @case, string peer, string other, string value) =>
        Median(workload, @case, peer, value) / Median(workload, @case, other, value);
}
