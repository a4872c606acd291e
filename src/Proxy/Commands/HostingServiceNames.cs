namespace Sluice.Proxy.Commands;

/// <summary>The names of the services as command lines, routes, logs and metrics write them.</summary>
internal static class HostingServiceNames
{
    /// <summary>All names, in the order of <see cref="HostingService"/>.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["git-upload-pack", "git-receive-pack", "git-upload-archive", "hg", "git-lfs-authenticate", "git-lfs-transfer", "command"];

    /// <summary>The names that a route's Service may have; a command of the hosting software is named by Command instead.</summary>
    public static IReadOnlyList<string> Routable { get; } = [.. All.Take((int)HostingService.HostCommand)];

    /// <summary>The name on the wire: the word that a command line begins with; <c>command</c> for a host command, whose words are its own.</summary>
    public static string WireName(this HostingService service) => All[(int)service];

    /// <summary>Finds a service that is known by its first word.</summary>
    public static bool TryParse(string name, out HostingService service)
    {
        for (var i = 0; i < Routable.Count; i++)
        {
            if (!string.Equals(Routable[i], name, StringComparison.Ordinal)) continue;
            service = (HostingService)i;
            return true;
        }
        service = default;
        return false;
    }
}
