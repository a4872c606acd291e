using System.Net;

using Sluice.Transport;

namespace Sluice.Proxy.Hosting;

/// <summary>A listener and the address in the configuration that it is there for.</summary>
/// <param name="Configured">The address as it was written, port 0 included.</param>
/// <param name="Listener">What is bound to it.</param>
/// <param name="IsHeld">True if a service manager holds the socket too, and listens when we do not.</param>
internal sealed record DoorListener(IPEndPoint Configured, SshListener Listener, bool IsHeld);
