using System.Collections.Frozen;
using System.Collections.Immutable;

using Sluice.Proxy.Routing;

namespace Sluice.Proxy.Options;

/// <summary>
/// Which of a client's environment variables are passed on (sshd_config AcceptEnv): patterns with <c>*</c> and <c>?</c>.
/// GIT_PROTOCOL always is, because without it git falls back to its oldest protocol. What Sluice itself tells a backend
/// never is, whatever the patterns say and in whatever case it is written.
/// </summary>
/// <param name="patterns">The patterns.</param>
/// <param name="reserved">Names that some backend is told the user's identity by, beside those that begin with SLUICE_.</param>
internal sealed class AcceptEnv(ImmutableArray<Glob> patterns, IEnumerable<string>? reserved = null)
{
    private readonly FrozenSet<string> _reserved = (reserved ?? []).Append(EnvironmentName.OriginalCommand).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is passed on when the configuration does not say.</summary>
    public static AcceptEnv Default { get; } = new([new Glob("LANG"), new Glob("LC_*")]);

    /// <summary>The patterns as written.</summary>
    public ImmutableArray<Glob> Patterns { get; } = patterns;

    /// <summary>True if the variable goes on to the backend.</summary>
    public bool Accepts(string name)
    {
        if (name == EnvironmentName.GitProtocol) return true;
        if (!EnvironmentName.IsValid(name) || name.StartsWith(EnvironmentName.ReservedPrefix, StringComparison.OrdinalIgnoreCase) || _reserved.Contains(name)) return false;
        foreach (var pattern in Patterns)
        {
            if (pattern.IsMatch(name)) return true;
        }
        return false;
    }
}
