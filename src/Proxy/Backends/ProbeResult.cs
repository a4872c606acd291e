namespace Sluice.Proxy.Backends;

/// <summary>What a probe of health has found.</summary>
/// <param name="Verdict">Which of the four it is.</param>
/// <param name="Fault">What is wrong, in a few words; empty if nothing is.</param>
/// <param name="Took">How long the channel took to open.</param>
internal readonly record struct ProbeResult(ProbeVerdict Verdict, string Fault, TimeSpan Took);

/// <summary>How a probe of health ended.</summary>
internal enum ProbeVerdict
{
    /// <summary>A channel was opened, or refused in so many words.</summary>
    Good,

    /// <summary>There was a connection, and no channel was opened on it.</summary>
    Bad,

    /// <summary>There was no connection, which the dialing has told already.</summary>
    Unreachable,

    /// <summary>Every place is taken: nothing was learned.</summary>
    Busy,
}
