namespace Sluice.Proxy.Options;

/// <summary>What a member of a backend group may be given.</summary>
internal enum MemberRole
{
    /// <summary>Writes, and reads when no replica takes them. Primaries of one group see each other's writes at once.</summary>
    Primary,

    /// <summary>Reads only, and they may be behind the primary.</summary>
    Replica,
}
