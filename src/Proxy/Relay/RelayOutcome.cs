using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>Who did something, as seen from the middle.</summary>
internal enum Side
{
    /// <summary>The client.</summary>
    Client,

    /// <summary>The backend.</summary>
    Backend,

    /// <summary>Sluice itself.</summary>
    Proxy,
}

/// <summary>The first thing that ended a request.</summary>
/// <param name="Side">Who ended it.</param>
/// <param name="Reason">The word for logs and metrics.</param>
/// <param name="Detail">One sentence for people, without secrets.</param>
internal sealed record Blame(Side Side, EndReason Reason, string Detail);

/// <summary>What became of one request.</summary>
/// <param name="First">Who ended it first, and why.</param>
/// <param name="ExitStatus">The exit status that the client was given; null if none, or a signal.</param>
/// <param name="ExitSignal">The signal that ended the backend's command, without SIG; null if none did.</param>
/// <param name="BytesFromClient">Bytes passed on from the client to the backend.</param>
/// <param name="BytesToClient">Bytes passed on from the backend to the client.</param>
internal sealed record RelayOutcome(Blame First, uint? ExitStatus, string? ExitSignal, long BytesFromClient, long BytesToClient);
