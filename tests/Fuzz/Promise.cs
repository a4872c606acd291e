using System.Diagnostics.CodeAnalysis;

namespace Sluice.Fuzz;

/// <summary>What a target asserts.</summary>
internal static class Promise
{
    /// <exception cref="BrokenPromiseException">It does not hold.</exception>
    public static void Keep([DoesNotReturnIf(false)] bool holds, string promise)
    {
        if (!holds) throw new BrokenPromiseException(promise);
    }
}
