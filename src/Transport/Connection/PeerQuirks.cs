namespace Sluice.Transport.Connection;

/// <summary>What a peer does not bear although the protocol allows it.</summary>
[Flags]
internal enum PeerQuirk
{
    None = 0,

    /// <summary>It ends the connection when it is told of host keys (OpenSSH PROTOCOL section 2.5).</summary>
    NoHostKeys = 1,
}

/// <summary>Quirks of old clients, by the software version of their identification string.</summary>
internal static class PeerQuirks
{
    private static readonly (string Prefix, PeerQuirk Quirk)[] _table =
    [
        ("TTSSH/1.5", PeerQuirk.NoHostKeys),
        ("TTSSH/2.1", PeerQuirk.NoHostKeys),
        ("TTSSH/2.2", PeerQuirk.NoHostKeys),
        ("TTSSH/2.3", PeerQuirk.NoHostKeys),
        ("TTSSH/2.4", PeerQuirk.NoHostKeys),
        ("TTSSH/2.5", PeerQuirk.NoHostKeys),
        ("TTSSH/2.6", PeerQuirk.NoHostKeys),
        ("TTSSH/2.70", PeerQuirk.NoHostKeys),
        ("TTSSH/2.71", PeerQuirk.NoHostKeys),
        ("TTSSH/2.72", PeerQuirk.NoHostKeys),
    ];

    /// <summary>The quirks of the peer with this identification string.</summary>
    public static PeerQuirk Of(string identification)
    {
        // RFC 4253 section 4.2: SSH-protoversion-softwareversion SP comments.
        var start = identification.IndexOf('-', "SSH-".Length) + 1;
        var quirks = PeerQuirk.None;
        foreach (var (prefix, quirk) in _table)
        {
            if (identification.AsSpan(start).StartsWith(prefix, StringComparison.Ordinal)) quirks |= quirk;
        }
        return quirks;
    }
}
