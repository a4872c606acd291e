using System.Collections.Frozen;
using System.Collections.Immutable;

using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Routing;

/// <summary>The ordered routes; the first that matches decides. Immutable and safe for any thread.</summary>
internal sealed class RouteTable(ImmutableArray<Route> routes)
{
    /// <summary>What a user hears when no route matches; the same words whether the repository exists or not.</summary>
    public const string NoMatch = "Repository not found, or you have no access to it.";

    /// <summary>What a user hears when no route matches a host command.</summary>
    public const string NoCommand = "You have no access to this command.";

    /// <summary>The routes in their order.</summary>
    public ImmutableArray<Route> Routes { get; } = routes;

    /// <summary>The first words of all host commands that some route names.</summary>
    public FrozenSet<string> HostCommands { get; } = routes.SelectMany(route => route.Commands ?? []).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Decides on one command of one user.</summary>
    public Decision Decide(string user, HostingCommand command)
    {
        foreach (var route in Routes)
        {
            if (!route.Matches(user, command, out var captures)) continue;
            return route.Target switch
            {
                RouteTarget.Backend backend => Forward(backend, command, captures),
                RouteTarget.Refusal refusal => new Decision.Refuse(refusal.Message),
                _ => new Decision.Refuse(NoMatch),
            };
        }
        return new Decision.Refuse(command.HostCommand is null ? NoMatch : NoCommand);
    }

    // A capture may begin with what is harmless in the middle of a path and not at its beginning: `team/-x` as `$1`.
    private static Decision Forward(RouteTarget.Backend backend, HostingCommand command, string[] captures)
    {
        var path = backend.Rewrite?.Apply(captures) ?? command.Path;
        return RepositoryPath.Refuse(command.Service, path) is { } refusal ? new Decision.Refuse(refusal) : new Decision.Forward(backend.Name, path);
    }
}
