using System.Net;

namespace Sluice.Transport;

/// <summary>The two ends of a TCP connection, as a proxy in front of its server saw them.</summary>
/// <param name="Source">Who connected.</param>
/// <param name="Destination">What it connected to.</param>
public sealed record ProxiedEndPoints(IPEndPoint Source, IPEndPoint Destination);
