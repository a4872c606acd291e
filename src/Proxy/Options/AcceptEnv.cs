using System.Collections.Immutable;

using Sluice.Proxy.Routing;

namespace Sluice.Proxy.Options;

/// <summary>
/// Which of a client's environment variables are passed on (sshd_config AcceptEnv): patterns with <c>*</c> and <c>?</c>.
/// GIT_PROTOCOL always is, because without it git falls back to its oldest protocol.
/// </summary>
internal sealed class AcceptEnv(ImmutableArray<Glob> patterns)
{
    /// <summary>What is passed on when the configuration does not say.</summary>
    public static AcceptEnv Default { get; } = new([new Glob("LANG"), new Glob("LC_*")]);

    /// <summary>The patterns as written.</summary>
    public ImmutableArray<Glob> Patterns { get; } = patterns;

    /// <summary>True if the variable goes on to the backend.</summary>
    public bool Accepts(string name)
    {
        if (name == "GIT_PROTOCOL") return true;
        if (!EnvironmentName.IsValid(name) || name.StartsWith(EnvironmentName.ReservedPrefix, StringComparison.Ordinal)) return false;
        foreach (var pattern in Patterns)
        {
            if (pattern.IsMatch(name)) return true;
        }
        return false;
    }
}
