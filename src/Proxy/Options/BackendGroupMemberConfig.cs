namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:BackendGroups:NAME:Members:N</c> as written.</summary>
internal sealed record BackendGroupMemberConfig
{
    public string? Backend { get; init; }
    public string? Weight { get; init; }
    public string? Role { get; init; }
}
