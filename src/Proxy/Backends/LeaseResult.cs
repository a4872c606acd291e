using System.Diagnostics.CodeAnalysis;

using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>What came of asking for a lease: a lease, or why there is none.</summary>
internal sealed record LeaseResult
{
    private LeaseResult(string backend, BackendLease? lease, End? failure) => (Backend, Lease, Failure) = (backend, lease, failure);

    /// <summary>The backend that was asked.</summary>
    public string Backend { get; }

    /// <summary>The lease; null if there is none.</summary>
    public BackendLease? Lease { get; }

    /// <summary>Why there is no lease; null if there is one.</summary>
    public End? Failure { get; }

    /// <summary>A lease.</summary>
    public static LeaseResult Granted(BackendLease lease) => new(lease.Backend.Name, lease, null);

    /// <summary>None, and why.</summary>
    public static LeaseResult Failed(string backend, End failure) => new(backend, null, failure);

    /// <summary>None: every place is taken.</summary>
    public static LeaseResult Busy(string backend, string detail) => new(backend, null, new End(EndReason.Refused, EndSide.Local, detail));

    /// <summary>None: the configuration has no use for the backend any more.</summary>
    public static LeaseResult Drained(string backend) => new(backend, null, new End(EndReason.Drained, EndSide.Local, "the backend is being removed"));

    /// <summary>True if there is a lease.</summary>
    public bool IsGranted([NotNullWhen(true)] out BackendLease? lease)
    {
        lease = Lease;
        return lease is not null;
    }
}
