namespace Sluice.Testing.Charts;

/// <summary>What all charts have alike.</summary>
internal static class ChartScale
{
    private static readonly string[] _colors = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#7f7f7f", "#bcbd22", "#e377c2"];

    private static readonly int[] _steps = [1, 2, 4, 5, 8, 10];

    /// <summary>The color of the line or bar of a number.</summary>
    public static string Color(int index) => _colors[index % _colors.Length];

    /// <summary>A round number at or above a value, for the end of an axis.</summary>
    public static double NiceCeiling(double value)
    {
        if (!(value > 0)) return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * _steps.First(step => step * power >= value);
    }
}
