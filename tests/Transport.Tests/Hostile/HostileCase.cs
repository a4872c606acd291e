using Sluice.Testing.Peers;

namespace Sluice.Transport.Tests.Hostile;

/// <summary>One misbehaviour and the end that it must meet.</summary>
/// <param name="Name">What the peer does, for people.</param>
/// <param name="Reason">The end's reason.</param>
/// <param name="Detail">Words of the end's sentence.</param>
/// <param name="Play">Says it.</param>
/// <param name="Tells">True if the peer must be able to read a DISCONNECT with the reason's code.</param>
internal sealed record HostileCase(string Name, EndReason Reason, string Detail, Func<RawPeer, Task> Play, bool Tells = true);
