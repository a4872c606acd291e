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

    /// <summary>The first words of the host commands it is for; null is for repositories.</summary>
    public FrozenSet<string>? Commands { get; init; }

    /// <summary>What happens then.</summary>
    public required RouteTarget Target { get; init; }

    /// <summary>True if every condition holds; then <paramref name="captures"/> is what the repository's wildcards took.</summary>
    public bool Matches(string user, HostingCommand command, out string[] captures)
    {
        captures = [];
        // A host command has no repository: only who named it meant it, and no route for repositories lets it in.
        if (Commands is null != command.HostCommand is null) return false;
        if (Commands is not null && !Commands.Contains(command.HostCommand!)) return false;
        if (Users is { } users && !users.Any(pattern => pattern.IsMatch(user))) return false;
        if (Services is not null && !Services.Contains(command.Service)) return false;
        if (Access is { } access && access != command.Access) return false;
        return Repository is null || Repository.TryMatch(command.Repository, out captures);
    }
}
