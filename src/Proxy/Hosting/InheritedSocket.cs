using System.Net;

namespace Sluice.Proxy.Hosting;

/// <summary>A listening socket that this process was started with.</summary>
/// <param name="Descriptor">Its file descriptor.</param>
/// <param name="EndPoint">What it is bound to.</param>
/// <param name="Name">The name that it was passed under.</param>
/// <param name="IsHeld">True if a service manager holds it too, and listens when we do not.</param>
internal sealed record InheritedSocket(int Descriptor, IPEndPoint EndPoint, string Name, bool IsHeld);
