namespace Sluice.EndToEnd.Reports;

/// <summary>A value in a table of the report.</summary>
/// <param name="Value">Its name in samples.</param>
/// <param name="Header">What stands above it, with the unit.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Factor">What it is multiplied by for that unit.</param>
/// <param name="IsComparedToDirect">True for a column with its ratio to the direct way.</param>
/// <param name="IsComparedToGo">True for a column with its ratio to the Go proxy.</param>
internal sealed record Column(string Value, string Header, string Format, double Factor = 1, bool IsComparedToDirect = false, bool IsComparedToGo = false)
{
    /// <summary>One with both ratios.</summary>
    public static Column Compared(string value, string header, string format, double factor = 1) => new(value, header, format, factor, true, true);
}
