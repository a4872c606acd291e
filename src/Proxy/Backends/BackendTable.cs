using System.Collections.Frozen;

using Sluice.Proxy.Backends.Groups;

namespace Sluice.Proxy.Backends;

/// <summary>Backends and groups of one configuration. Immutable; a change makes another one.</summary>
/// <param name="Backends">The backends by name.</param>
/// <param name="Groups">The groups by name.</param>
internal sealed record BackendTable(FrozenDictionary<string, Backend> Backends, FrozenDictionary<string, BackendGroup> Groups)
{
    /// <summary>Nothing.</summary>
    public static BackendTable Empty { get; } = new(FrozenDictionary<string, Backend>.Empty, FrozenDictionary<string, BackendGroup>.Empty);

    /// <summary>
    /// The backends to ask for a request, in order: as the group says, but those without a free place behind the others,
    /// and one that has failed the request already at the end. Empty if there is no such backend or group.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time that groups are told.</param>
    public IReadOnlyList<Backend> Order(LeaseRequest request, long now)
    {
        if (Backends.TryGetValue(request.Target, out var only)) return [only];
        if (!Groups.TryGetValue(request.Target, out var group)) return [];
        var members = group.Order(request.Repository, request.Access, now).Select(member => Backends[member.Name]);
        return [.. members.OrderBy(backend => backend.Model.Name == request.Failed ? 2 : backend.Places.HasRoom ? 0 : 1)];
    }
}
