using Sluice.Proxy.Backends.Health;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Backends.Groups;

/// <summary>A member made of what the configuration says, the backend's health and its count of sessions.</summary>
/// <param name="model">The configuration.</param>
/// <param name="health">The backend's health, which all groups that it is in share.</param>
/// <param name="sessions">Counts the backend's sessions; called from any thread.</param>
internal sealed class GroupMember(BackendGroupMemberModel model, BackendHealth health, Func<int> sessions) : IMember
{
    /// <inheritdoc/>
    public string Name => model.Backend;

    /// <inheritdoc/>
    public int Weight => model.Weight;

    /// <inheritdoc/>
    public MemberRole Role => model.Role;

    /// <inheritdoc/>
    public int Sessions => sessions();

    /// <inheritdoc/>
    public bool IsUsable => health.IsUsable;
}
