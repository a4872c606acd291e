namespace Sluice.EndToEnd;

/// <summary>The names of what is measured.</summary>
internal static class Measures
{
    public const string SmallClone = "small clone";
    public const string LargeClone = "large clone";
    public const string Download = "raw download";
    public const string Upload = "raw upload";
}
