using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>What came of asking for a lease: exactly one of the two is not null.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Failure">Why there is none.</param>
internal sealed record LeaseResult(BackendLease? Lease, End? Failure);
