namespace Sluice.Transport;

/// <summary>Whose doing an end was.</summary>
public enum EndSide
{
    /// <summary>The other end of this connection.</summary>
    Peer,

    /// <summary>Sluice itself.</summary>
    Local,
}

/// <summary>How a connection or channel ended; the first end wins.</summary>
/// <param name="Reason">The word for logs and metrics.</param>
/// <param name="Side">Who ended it.</param>
/// <param name="Detail">One sentence for people, without secrets.</param>
public sealed record End(EndReason Reason, EndSide Side, string Detail)
{
    /// <summary>One sentence for people, without secrets and without its full stop: it is composed into others.</summary>
    public string Detail { get; init; } = Detail.TrimEnd('.');
}
