namespace Sluice.Proxy.Observability;

/// <summary>What is under way before users are known, at one moment.</summary>
/// <param name="Strangers">Unauthenticated connections of sources that have not logged in lately.</param>
/// <param name="Known">Those of sources that have.</param>
/// <param name="AtGate">Connections that wait for a PROXY header.</param>
/// <param name="Computing">First key exchanges that are being computed.</param>
/// <param name="Queued">Those that wait for their turn.</param>
/// <param name="Sources">Sources that something is remembered of.</param>
internal readonly record struct AdmissionNumbers(int Strangers, int Known, int AtGate, int Computing, int Queued, int Sources);
