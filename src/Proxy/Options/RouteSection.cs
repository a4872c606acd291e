using System.Collections.Frozen;
using System.Collections.Immutable;

using Sluice.Proxy.Commands;
using Sluice.Proxy.Routing;

namespace Sluice.Proxy.Options;

/// <summary>The routes of the configuration.</summary>
internal static class RouteSection
{
    public static RouteTable Build(List<RouteConfig>? config, IReadOnlyList<string> backends, IReadOnlyList<string> groups, Faults faults)
    {
        if (config is not { Count: > 0 }) faults.Add("Routes", "It is missing: expected at least one route, as in [ { \"Repository\": \"**\", \"Backend\": \"main\" } ].");
        string[] targets = [.. backends, .. groups];
        var routes = (config ?? []).Select((route, index) => BuildRoute(route, targets, faults.Below("Routes", index)));
        return new RouteTable([.. routes]);
    }

    private static Route BuildRoute(RouteConfig config, string[] targets, Faults faults)
    {
        var services = Services(config, faults);
        var access = config.Access is null ? (Access?)null : faults.Read(nameof(config.Access), config.Access, Access.Read, TryParseAccess, "read or write");
        var repository = config.Repository is null ? null : new RepositoryPattern(config.Repository);
        if (config.Repository is "") faults.Add(nameof(config.Repository), "The pattern is empty: expected one such as team/** or **.");
        if (config.User is { } users && (users.Count == 0 || users.Any(string.IsNullOrEmpty))) faults.Add(nameof(config.User), "Expected at least one user or pattern, such as ci-*.");
        return new Route
        {
            Users = config.User is null ? null : [.. config.User.Select(pattern => new Glob(pattern))],
            Services = services,
            Access = access,
            Repository = repository,
            Commands = Commands(config, faults),
            Target = Target(config, repository, targets, faults),
        };
    }

    private static FrozenSet<HostingService>? Services(RouteConfig config, Faults faults)
    {
        if (config.Service is not { } written) return null;
        if (written.Count == 0) faults.Add(nameof(config.Service), $"The list is empty: expected some of {string.Join(", ", HostingServiceNames.Routable)}.");
        var services = new HashSet<HostingService>();
        for (var i = 0; i < written.Count; i++)
        {
            if (HostingServiceNames.TryParse(written[i], out var service)) services.Add(service);
            else
            {
                faults.Below(nameof(config.Service), i).Add(
                    $"'{written[i]}' is not one of {string.Join(", ", HostingServiceNames.Routable)}.{Suggestion.For(written[i], HostingServiceNames.Routable)}");
            }
        }
        return services.ToFrozenSet();
    }

    private static FrozenSet<string>? Commands(RouteConfig config, Faults faults)
    {
        if (config.Command is not { } written) return null;
        if (written.Count == 0) faults.Add(nameof(config.Command), "The list is empty: expected at least one command, such as info.");
        for (var i = 0; i < written.Count; i++)
        {
            if (!HostCommandName.IsValid(written[i])) faults.Below(nameof(config.Command), i).Add($"'{written[i]}' is not {HostCommandName.Expected}.");
        }
        if (config.Service is not null || config.Access is not null || config.Repository is not null || config.RewriteRepository is not null)
            faults.Add(nameof(config.Command), "A command has no repository: leave Service, Access, Repository and RewriteRepository out of this route.");
        return written.ToFrozenSet(StringComparer.Ordinal);
    }

    private static bool TryParseAccess(string text, out Access access)
    {
        access = text.Equals("write", StringComparison.OrdinalIgnoreCase) ? Access.Write : Access.Read;
        return access == Access.Write || text.Equals("read", StringComparison.OrdinalIgnoreCase);
    }

    private static RouteTarget Target(RouteConfig config, RepositoryPattern? repository, string[] targets, Faults faults)
    {
        var rewriting = CheckedRewriting(config, repository, faults);
        if (config.Backend is null == config.Refuse is null) faults.Add("Expected either Backend or Refuse.");
        if (config.Refuse is { } message && (string.IsNullOrWhiteSpace(message) || message.Any(char.IsControl)))
            faults.Add(nameof(config.Refuse), "Expected one sentence for the user, on one line.");
        if (config.Backend is { } backend && !targets.Contains(backend, StringComparer.Ordinal))
            faults.Add(nameof(config.Backend), $"There is no '{backend}' below Sluice:Backends or Sluice:BackendGroups.{Suggestion.For(backend, targets)}");
        return config.Refuse is null ? new RouteTarget.Backend(config.Backend ?? "", rewriting) : new RouteTarget.Refusal(config.Refuse);
    }

    private static Rewriting? CheckedRewriting(RouteConfig config, RepositoryPattern? repository, Faults faults)
    {
        if (config.RewriteRepository is not { } written) return null;
        var captures = repository?.CaptureCount ?? 0;
        if (config.Refuse is not null) faults.Add(nameof(config.RewriteRepository), "A route that refuses rewrites nothing: remove it.");
        if (!Rewriting.TryParse(written, out var rewriting))
            faults.Add(nameof(config.RewriteRepository), $"'{written}' is not a path in which $1 to $9 stand for what wildcards took and $$ for a dollar sign.");
        else if (rewriting.HighestReference > captures)
            faults.Add(nameof(config.RewriteRepository), $"${rewriting.HighestReference} stands for nothing: the pattern of Repository has {captures} wildcards.");
        return rewriting;
    }
}
