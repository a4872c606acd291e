namespace Sluice.Proxy.Backends;

/// <summary>How long a party is given to say its last words to one that is gone.</summary>
internal static class Parting
{
    /// <summary>git's own clean-up takes that long at most.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
}
