using System.Collections.Frozen;
using System.Collections.Immutable;

using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Routing;

/// <summary>One row of the table. Every condition that is not null must hold.</summary>
internal sealed record Route
{
    /// <summary>Patterns of which one must match the user; null matches every user.</summary>
    public ImmutableArray<Glob>? Users { get; init; }

    /// <summary>The services it is for; null is every service.</summary>
    public FrozenSet<HostingService>? Services { get; init; }

    /// <summary>The access it is for; null is both.</summary>
    public Access? Access { get; init; }

    /// <summary>The pattern of the repository; null matches every repository.</summary>
    public RepositoryPattern? Repository { get; init; }

    /// <summary>What happens then.</summary>
    public required RouteTarget Target { get; init; }
}
