using Sluice.Proxy.Commands;
using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>Who asks for a place on a backend, and for what.</summary>
/// <param name="Target">The name that the route gives: a backend or a group of them.</param>
/// <param name="Client">The client's connection; null for a probe.</param>
/// <param name="User">Whose request it is; those who wait take turns by user.</param>
/// <param name="Repository">The path that the backend is asked for.</param>
/// <param name="Access">Whether it may write.</param>
/// <param name="RequestId">The request's id.</param>
/// <param name="OnWaiting">Is told in one sentence, at most once, why the request has to wait.</param>
internal sealed record LeaseRequest(
    string Target, SshConnection? Client, string User, string Repository, Access Access, string RequestId, Action<string> OnWaiting)
{
    /// <summary>The backend that failed this request already, to be asked last; null if none did.</summary>
    public string? Failed { get; init; }

    /// <summary>Is told when every place is taken and the request waits for others' ends; may be null.</summary>
    public Action? OnQueued { get; init; }

    /// <summary>True once nobody wants the place any more; null is never.</summary>
    public Func<bool>? HasEnded { get; init; }

    /// <summary>The request of a probe.</summary>
    public static LeaseRequest Probe(string backend) => new(backend, null, "", "", Access.Read, "", static _ => { });
}
