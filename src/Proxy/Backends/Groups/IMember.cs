using Sluice.Proxy.Options;

namespace Sluice.Proxy.Backends.Groups;

/// <summary>A member of a group as it is now. Its numbers change while they are read; each is read once for one decision.</summary>
internal interface IMember
{
    /// <summary>The backend's name.</summary>
    string Name { get; }

    /// <summary>Its share of the work in proportion to the others' weights; at least 1.</summary>
    int Weight { get; }

    /// <summary>What it may be given.</summary>
    MemberRole Role { get; }

    /// <summary>Sessions that are under way on the backend, whichever group or route brought them.</summary>
    int Sessions { get; }

    /// <summary>False while it is ejected.</summary>
    bool IsUsable { get; }
}
