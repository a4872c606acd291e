using System.Collections.Immutable;

namespace Sluice.Proxy.Options;

/// <summary>Backends that hold the same repositories. Two models are equal if they say the same, so that a reload can tell whether a group changed.</summary>
/// <param name="Name">Its name in the configuration and in routes.</param>
/// <param name="Members">The backends in it, each once; at least one primary.</param>
/// <param name="Placement">How one of them is chosen.</param>
/// <param name="ReadYourWrites">How long after a write's end the repository is read from primaries only; zero never asks.</param>
/// <param name="PanicThreshold">The percentage of usable members below which health is not believed, 0 to 100.</param>
internal sealed record BackendGroupModel(
    string Name, ImmutableArray<BackendGroupMemberModel> Members, PlacementPolicy Placement, TimeSpan ReadYourWrites, int PanicThreshold)
{
    /// <summary>The most members, so that ordering them needs no more than the stack.</summary>
    public const int MostMembers = 100;

    /// <inheritdoc/>
    public bool Equals(BackendGroupModel? other) =>
        other is not null
        && (Name, Placement, ReadYourWrites, PanicThreshold) == (other.Name, other.Placement, other.ReadYourWrites, other.PanicThreshold)
        && Members.AsSpan().SequenceEqual(other.Members.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Members.Length, Placement, ReadYourWrites, PanicThreshold);
}
