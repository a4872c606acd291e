namespace Sluice.Transport.Connection;

/// <summary>Where a connection stands, as far as what its peer may say depends on it. Flags, so that a table can name several.</summary>
[Flags]
internal enum Phase
{
    /// <summary>No phase: nothing is allowed.</summary>
    None = 0,

    /// <summary>The first key exchange, with a peer that has not announced strict key exchange (yet).</summary>
    FirstExchange = 1,

    /// <summary>The first key exchange, both sides strict (OpenSSH PROTOCOL section 1.10).</summary>
    StrictFirstExchange = 2,

    /// <summary>A later key exchange, between the peer's KEXINIT and its NEWKEYS.</summary>
    Exchange = 4,

    /// <summary>Keys are there, the user is not.</summary>
    Login = 8,

    /// <summary>Authenticated.</summary>
    Connected = 16,
}
