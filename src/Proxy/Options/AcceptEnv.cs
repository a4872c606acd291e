using System.Collections.Immutable;

using Sluice.Proxy.Routing;

namespace Sluice.Proxy.Options;

/// <summary>Which of a client's environment variables are passed on (sshd_config AcceptEnv): patterns with <c>*</c> and <c>?</c>.</summary>
internal sealed class AcceptEnv(ImmutableArray<Glob> patterns)
{
    /// <summary>The patterns as written.</summary>
    public ImmutableArray<Glob> Patterns { get; } = patterns;

    /// <summary>True if the variable goes on to the backend.</summary>
    public bool Accepts(string name)
    {
        foreach (var pattern in Patterns)
        {
            if (pattern.IsMatch(name)) return true;
        }
        return false;
    }
}
