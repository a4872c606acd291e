namespace Sluice.Transport.ProxyProtocol;

/// <summary>What reading a header came to. The same bytes come to the same, however they are cut.</summary>
internal enum ProxyHeaderStatus
{
    /// <summary>So far it is the beginning of a header, or nothing; more bytes must come.</summary>
    NeedMore,

    /// <summary>It is there and can be believed if its sender can.</summary>
    Done,

    /// <summary>The first byte begins no header.</summary>
    Absent,

    /// <summary>It begins like a header and is none.</summary>
    Malformed,

    /// <summary>It is longer than any header has reason to be.</summary>
    TooLong,

    /// <summary>It says what its checksum should be, and that is not what it is.</summary>
    ChecksumWrong,
}
