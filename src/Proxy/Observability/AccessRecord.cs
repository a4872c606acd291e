using System.Net;

using Sluice.Transport;

namespace Sluice.Proxy.Observability;

/// <summary>Everything there is to say about one request when it is over; one <c>access</c> line each.</summary>
internal sealed record AccessRecord
{
    /// <summary><c>connection id-n</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>The client connection's id.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>The authenticated user.</summary>
    public required string User { get; init; }

    /// <summary>The fingerprint of the key that signed.</summary>
    public required string KeyFingerprint { get; init; }

    /// <summary>Where the client is.</summary>
    public required IPEndPoint ClientAddress { get; init; }

    /// <summary>The service's wire name; null if the line was not understood.</summary>
    public string? Service { get; init; }

    /// <summary>The normalised repository, or the words of a host command; null if the line was not understood.</summary>
    public string? Repository { get; init; }

    /// <summary>The backend's name; null if none was chosen.</summary>
    public string? Backend { get; init; }

    /// <summary>Bytes from the client to the backend.</summary>
    public long BytesIn { get; init; }

    /// <summary>Bytes to the client, standard output and standard error.</summary>
    public long BytesOut { get; init; }

    /// <summary>From the exec request to the end.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whom it waited for; the parts add up to <see cref="Duration"/>.</summary>
    public WaitSplit Waits { get; init; }

    /// <summary>From the exec request to a place on a backend; null if there was none.</summary>
    public TimeSpan? Established { get; init; }

    /// <summary>From the exec request to the backend's first byte; null if there was none.</summary>
    public TimeSpan? FirstByte { get; init; }

    /// <summary>What the client was told; null if it left before, or a signal ended the command.</summary>
    public uint? ExitStatus { get; init; }

    /// <summary>The signal that ended the command, without SIG.</summary>
    public string? ExitSignal { get; init; }

    /// <summary>How it came out.</summary>
    public required RequestOutcome Outcome { get; init; }

    /// <summary>Who ended it first.</summary>
    public required Side ClosedBy { get; init; }

    /// <summary>Why.</summary>
    public required EndReason Reason { get; init; }

    /// <summary>The client's connection, and the backend's where there was one; their events are written if the request failed.</summary>
    public IReadOnlyList<SshConnection> Connections { get; init; } = [];

    /// <summary>One sentence for people; may be empty.</summary>
    public string Detail { get; init; } = "";
}
