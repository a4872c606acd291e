namespace Sluice.Proxy.Options;

/// <summary>A backend's place in a group.</summary>
/// <param name="Backend">The backend's name.</param>
/// <param name="Weight">Its share of the work in proportion to the others' weights, 1 to 1000.</param>
/// <param name="Role">What it may be given.</param>
internal sealed record BackendGroupMemberModel(string Backend, int Weight, MemberRole Role);
