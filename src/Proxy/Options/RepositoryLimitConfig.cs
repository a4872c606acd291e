namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:MaxSessionsPerRepository</c> as written: numbers by service, or one number for each of them.</summary>
[TextStandsFor(EveryService)]
internal sealed class RepositoryLimitConfig : Dictionary<string, string>
{
    /// <summary>The key for the services that have none of their own.</summary>
    public const string EveryService = "*";
}
