using System.Net;

using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Sessions;

/// <summary>A request that is under way, at one moment.</summary>
internal sealed record RequestView
{
    /// <summary>The id that stands in the user's terminal and in the log.</summary>
    public required string Id { get; init; }

    /// <summary>The client connection's id.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>The authenticated user.</summary>
    public required string User { get; init; }

    /// <summary>Where the client is.</summary>
    public required IPEndPoint Client { get; init; }

    /// <summary>The service's wire name; null until the line is understood.</summary>
    public string? Service { get; init; }

    /// <summary>The repository, or the words of a host command; null until the line is understood.</summary>
    public string? Repository { get; init; }

    /// <summary>The backend; null until one was chosen.</summary>
    public string? Backend { get; init; }

    /// <summary>The id of the connection to it; null until there is a place on one.</summary>
    public string? BackendConnectionId { get; init; }

    /// <summary>How far it is.</summary>
    public required RequestPhase Phase { get; init; }

    /// <summary>Bytes from the client to the backend.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Bytes to the client.</summary>
    public required long BytesOut { get; init; }

    /// <summary>Bytes that wait here for the backend to take them.</summary>
    public required long QueuedIn { get; init; }

    /// <summary>Bytes that wait here for the client to take them.</summary>
    public required long QueuedOut { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long ago that is.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>Who is waited for now.</summary>
    public required Side Owes { get; init; }

    /// <summary>Who was waited for until now.</summary>
    public required WaitSplit Waits { get; init; }
}
