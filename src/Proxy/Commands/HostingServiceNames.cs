namespace Sluice.Proxy.Commands;

/// <summary>The names of the services as command lines, routes, logs and metrics write them.</summary>
internal static class HostingServiceNames
{
    /// <summary>All names, in the order of <see cref="HostingService"/>.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["git-upload-pack", "git-receive-pack", "git-upload-archive", "hg", "git-lfs-authenticate", "git-lfs-transfer"];

    /// <summary>The name on the wire: the word that a command line begins with.</summary>
    public static string WireName(this HostingService service) => All[(int)service];

    /// <summary>Finds a service by its exact name.</summary>
    public static bool TryParse(string name, out HostingService service)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (!string.Equals(All[i], name, StringComparison.Ordinal)) continue;
            service = (HostingService)i;
            return true;
        }
        service = default;
        return false;
    }
}
