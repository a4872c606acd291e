namespace Sluice.Proxy.Backends.Groups;

/// <summary>A member and what placement remembers of it.</summary>
internal sealed class Candidate(IMember member)
{
    private long _lastTurn;

    /// <summary>The member.</summary>
    public IMember Member => member;

    /// <summary>Its name's hash, which with a repository's hash gives its place for it.</summary>
    public ulong NameHash { get; } = StableHash.Of(member.Name);

    /// <summary>When it was last the choice, counted in choices of the group; equals go to the one whose turn is longest ago.</summary>
    public long LastTurn
    {
        get => Volatile.Read(ref _lastTurn);
        set => Volatile.Write(ref _lastTurn, value);
    }
}
