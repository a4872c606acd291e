namespace Sluice.Proxy.Backends;

/// <summary>A pool at one moment, for metrics and operators.</summary>
/// <param name="Connections">Connections that are logged in and alive.</param>
/// <param name="Idle">Those of them without a session.</param>
/// <param name="Dialing">Connections that are being made.</param>
/// <param name="Sessions">Leases that are out.</param>
/// <param name="Waiting">Requests that wait for a place.</param>
internal sealed record PoolState(int Connections, int Idle, int Dialing, int Sessions, int Waiting);
