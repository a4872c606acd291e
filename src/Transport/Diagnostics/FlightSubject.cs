using System.Net;

namespace Sluice.Transport.Diagnostics;

/// <summary>The connection that a flight recorder's line is about.</summary>
/// <param name="Id">The connection's id.</param>
/// <param name="Remote">Its peer.</param>
/// <param name="IsServer">True if we are the server.</param>
/// <param name="IsConnected">True if its login had succeeded.</param>
/// <param name="Channels">Channels that were open at the end.</param>
internal readonly record struct FlightSubject(string Id, IPEndPoint Remote, bool IsServer, bool IsConnected, int Channels);
