namespace Sluice.Fuzz;

/// <summary>Code that reads what strangers send, with the promises that it keeps whatever they send.</summary>
/// <param name="Name">As in <c>tools/fuzz NAME</c>; also the folder of its corpus.</param>
/// <param name="Run">
/// Feeds one input. <see cref="BrokenPromiseException"/>, or any exception that escapes the code, is a find.
/// </param>
internal sealed record FuzzTarget(string Name, FuzzTarget.Body Run)
{
    public delegate void Body(ReadOnlySpan<byte> input);
}
