using System.Text;

namespace Sluice.Proxy.Commands;

/// <summary>What a repository path may look like, and the one spelling that policy decides on.</summary>
internal static class RepositoryPath
{
    private const string Inside = "/.git";

    /// <summary>
    /// The spelling that routes are matched with: no leading or trailing slash, single slashes, no <c>.</c> component, and
    /// no <c>.git</c> behind a repository, where git finds the same one. Two spellings of one repository must not meet two
    /// different rules.
    /// </summary>
    public static string Normalise(string path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var range in path.AsSpan().Split('/'))
        {
            var component = path.AsSpan()[range];
            if (component is "" or ".") continue;
            if (text.Length > 0) text.Append('/');
            text.Append(component);
        }
        var spelling = text.ToString();
        while (spelling.EndsWith(Inside, StringComparison.Ordinal)) spelling = spelling[..^Inside.Length];
        return spelling;
    }

    /// <summary>
    /// Says in one sentence why a path cannot be passed on to a backend, or null if it can. What is refused here would
    /// mean something else to the backend than it means to the routes: a parent directory, an option, a home directory,
    /// and for Mercurial, which expands variables and knows URLs and bundles, also <c>$</c> and <c>:</c>.
    /// </summary>
    public static string? Refuse(HostingService service, string path)
    {
        if (service == HostingService.HostCommand) return path.Length == 0 ? null : "A command has no repository path: leave it away.";
        if (Normalise(path).Length == 0) return "The repository path is empty: name a repository, as in team/project.git.";
        if (path[0] == '-') return "The repository path begins with a dash, which would be an option: put ./ in front of it if it is a name.";
        if (path[0] == '~') return "Home directories (~) are not served here: name the repository without the tilde.";
        foreach (var c in path)
        {
            if (char.IsControl(c)) return "The repository path contains control characters: check the remote's URL.";
        }
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (path.AsSpan()[range] is "..") return "The repository path contains '..': name the repository without it.";
        }
        if (service == HostingService.Hg && path.AsSpan().ContainsAny('$', ':'))
            return "A Mercurial repository path must not contain '$' or ':': name the repository by its plain path.";
        return null;
    }
}
