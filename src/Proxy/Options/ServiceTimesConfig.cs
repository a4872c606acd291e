namespace Sluice.Proxy.Options;

/// <summary>A time for each service as written, by the service's name, <c>command</c> or <c>*</c>; one text stands for all of them.</summary>
[TextStandsFor(Every)]
internal sealed class ServiceTimesConfig : Dictionary<string, string?>
{
    /// <summary>The name that stands for every service that is not named.</summary>
    public const string Every = "*";
}
