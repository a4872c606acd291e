using System.Net;

namespace Sluice.Transport;

/// <summary>
/// Who may come in, asked before anything is spent on a connection. Called by the accept loop and by receive loops: must
/// not block, and must not throw.
/// </summary>
public interface IConnectionGate
{
    /// <summary>A connection came.</summary>
    /// <param name="source">Its other end.</param>
    /// <param name="destination">Our end.</param>
    /// <param name="isProxy">True if the other end is a proxy that still has to say, in a PROXY header, whom it brings.</param>
    /// <param name="farewell">What a connection that has to go is told in clear before it is closed; it may be empty.</param>
    /// <returns>What accompanies the connection until it is authenticated or over; null sends it away.</returns>
    IConnectionPass? Admit(IPEndPoint source, IPEndPoint destination, bool isProxy, out ReadOnlyMemory<byte> farewell);

    /// <summary>A connection was closed as soon as it was accepted, since no descriptor was left for it.</summary>
    void OnOutOfDescriptors();
}
