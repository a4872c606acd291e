namespace Sluice.Proxy.Observability;

/// <summary>A backend at one moment.</summary>
/// <param name="IsUsable">False while it is ejected.</param>
/// <param name="Ejections">How often it was.</param>
/// <param name="Busy">Connections with sessions.</param>
/// <param name="Idle">Connections without.</param>
/// <param name="Dialing">Connections that are being made.</param>
/// <param name="Sessions">Sessions that are under way.</param>
/// <param name="Waiting">Requests that wait for a place.</param>
internal sealed record BackendNumbers(bool IsUsable, long Ejections, int Busy, int Idle, int Dialing, int Sessions, int Waiting);
