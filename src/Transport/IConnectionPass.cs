using System.Net;

namespace Sluice.Transport;

/// <summary>
/// Accompanies a connection that was admitted until it is authenticated or over: exactly one of <see cref="OnAuthenticated"/>,
/// <see cref="OnUnauthenticated"/> and <see cref="OnTurnedAway"/> is called once. None may block or throw.
/// </summary>
public interface IConnectionPass
{
    /// <summary>The PROXY header came, and these are the client's ends; false sends it away with <paramref name="farewell"/>.</summary>
    bool OnNamed(IPEndPoint source, IPEndPoint destination, out ReadOnlyMemory<byte> farewell);

    /// <summary>Waits, in bounded time, until this connection's first key exchange may be computed; false if that takes too long.</summary>
    ValueTask<bool> TakeTurnAsync();

    /// <summary>What a turn was taken for is done.</summary>
    void EndTurn();

    /// <summary>The user is known.</summary>
    void OnAuthenticated();

    /// <summary>The connection is over, and its user was never known.</summary>
    void OnUnauthenticated(UnauthenticatedEnd end);

    /// <summary>It was sent away, or was over, before it was a client's connection: its PROXY header did not come, or named nobody.</summary>
    void OnTurnedAway();
}
