using System.Collections.Immutable;

namespace Sluice.Proxy.Identity;

/// <summary>What a source of keys knows of one key.</summary>
/// <param name="Lines">The lines that allow it, all of one user and all with this very key; empty if nobody's.</param>
/// <param name="Fault">Why it could not be looked up, a sentence; null if it was.</param>
internal readonly record struct KeyLookup(ImmutableArray<AuthorizedKey> Lines, string? Fault = null)
{
    /// <summary>Nobody's key.</summary>
    public static KeyLookup Nobody { get; } = new([]);
}
