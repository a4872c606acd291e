using System.Collections.Immutable;

using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Routing;

/// <summary>The ordered routes; the first that matches decides. Immutable and safe for any thread.</summary>
internal sealed class RouteTable(ImmutableArray<Route> routes)
{
    /// <summary>What a user hears when no route matches; the same words whether the repository exists or not.</summary>
    public const string NoMatch = "Repository not found, or you have no access to it.";

    /// <summary>The routes in their order.</summary>
    public ImmutableArray<Route> Routes { get; } = routes;

    /// <summary>Decides on one command of one user.</summary>
    public Decision Decide(string user, HostingCommand command) => throw new NotImplementedException($"{user} {command}");
}
