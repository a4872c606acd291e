namespace Sluice.Transport;

/// <summary>What came of the header of one trusted peer's connection.</summary>
public enum ProxyHeaderOutcome
{
    /// <summary>The connection is the client's that the header names.</summary>
    Proxied,

    /// <summary>The header names no client (LOCAL, UNKNOWN, or no TCP): the connection is the peer's own.</summary>
    Local,

    /// <summary>There was a header, and the policy is to ignore it.</summary>
    Ignored,

    /// <summary>There was none, which the policy allows: the connection is the peer's own.</summary>
    Absent,

    /// <summary>There was none, or none in time, and the policy requires one: closed.</summary>
    Missing,

    /// <summary>It had begun and was not there in time, or its sender closed: closed.</summary>
    Incomplete,

    /// <summary>It cannot be read, or names a client that cannot be: closed.</summary>
    Malformed,

    /// <summary>It is longer than any header has reason to be: closed.</summary>
    TooLong,

    /// <summary>Its checksum is wrong: closed.</summary>
    ChecksumWrong,

    /// <summary>The peer closed without a word, as health checks do.</summary>
    Knocked,
}
