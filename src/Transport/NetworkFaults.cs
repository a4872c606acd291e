using System.Collections.Concurrent;

using Sluice.Transport.Io;

namespace Sluice.Transport;

/// <summary>
/// What is wrong on purpose with the way to servers, for drills. A <see cref="SshConnector"/> that was made without one has
/// no part of it in its connections' way.
/// </summary>
public sealed class NetworkFaults
{
    private readonly ConcurrentDictionary<(string Host, int Port), FaultyRoad> _roads = new();

    /// <summary>From now on attempts to connect there are refused. What is connected stays.</summary>
    public void Refuse(string host, int port) => Road(host, port).Refuse();

    /// <summary>From now on nothing arrives in either direction: attempts to connect get no answer, connections hear nothing and are not heard.</summary>
    public void Blackhole(string host, int port) => Road(host, port).Blackhole();

    /// <summary>From now on whatever comes from there, and each attempt to connect, comes that much later.</summary>
    public void Slow(string host, int port, TimeSpan delay) => Road(host, port).Slow(delay);

    /// <summary>Resets the connections that there are; those to come are not concerned. Gives their number.</summary>
    public int Reset(string host, int port) => Road(host, port).Reset();

    /// <summary>All is well again.</summary>
    public void Repair(string host, int port) => Road(host, port).Repair();

    internal FaultyRoad Road(string host, int port) => _roads.GetOrAdd((host, port), static _ => new FaultyRoad());
}
