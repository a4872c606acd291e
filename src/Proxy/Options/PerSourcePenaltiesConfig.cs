namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:PerSourcePenalties</c> as written: the words of sshd_config, or an object where more is to be said.</summary>
[TextStandsFor(nameof(Penalties))]
internal sealed record PerSourcePenaltiesConfig
{
    public string? Penalties { get; init; }
    public string? DryRun { get; init; }
}
