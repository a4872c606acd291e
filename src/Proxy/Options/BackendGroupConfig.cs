namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:BackendGroups:NAME</c> as written.</summary>
internal sealed record BackendGroupConfig
{
    public List<BackendGroupMemberConfig>? Members { get; init; }
    public string? Placement { get; init; }
    public string? ReadYourWrites { get; init; }
    public string? PanicThreshold { get; init; }
}
