using System.Globalization;

namespace Sluice.EndToEnd.Results;

/// <summary>One promise of the contract.</summary>
/// <param name="What">What is promised.</param>
/// <param name="Bar">What must be reached.</param>
/// <param name="Dream">What is wanted.</param>
/// <param name="IsCeiling">True if less is better.</param>
/// <param name="Format">How its values are written.</param>
/// <param name="Measure">Reads a run's values, all of which must reach the bar; NaN is what was not measured.</param>
internal sealed record ContractRow(string What, double Bar, double Dream, bool IsCeiling, string Format, Func<SampleBook, IReadOnlyList<double>> Measure)
{
    private string Sign => IsCeiling ? "≤" : "≥";

    /// <summary>Holds a run against it.</summary>
    public ContractVerdict Judge(SampleBook samples)
    {
        var values = Measure(samples);
        var isMeasured = values.Count > 0 && values.All(double.IsFinite);
        var verdict = !isMeasured ? "not measured" : values.All(value => Reaches(value, Dream)) ? "met, the dream" : values.All(value => Reaches(value, Bar)) ? "met" : "missed";
        return new ContractVerdict(What, Limit(Bar), Limit(Dream), isMeasured ? string.Join(", ", values.Select(Text)) : "", verdict);
    }

    /// <summary>A value counts as it is written: nobody can see a promise missed by less than that.</summary>
    private bool Reaches(double value, double limit)
    {
        var written = double.Parse(Text(value), NumberStyles.Any, CultureInfo.InvariantCulture);
        return IsCeiling ? written <= limit : written >= limit;
    }

    private string Limit(double value) => IsCeiling && value == 0 ? "0" : $"{Sign} {Text(value)}";

    private string Text(double value) => value.ToString(Format, CultureInfo.InvariantCulture);
}

/// <summary>What came of a promise, in words for a table.</summary>
internal sealed record ContractVerdict(string What, string Bar, string Dream, string Measured, string Verdict)
{
    public bool IsMissed => Verdict == "missed";
}
