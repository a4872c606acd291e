namespace Sluice.Proxy.Admin.Memory;

/// <summary>The process's memory at one moment. Sizes are bytes; what belongs to an interval is of the time since the sample before.</summary>
internal sealed record MemorySample
{
    /// <summary>When, in milliseconds since 1970.</summary>
    public required long Time { get; init; }

    /// <summary>Resident set.</summary>
    public required long Resident { get; init; }

    /// <summary>Objects on the GC's heap now, dead ones included.</summary>
    public required long Heap { get; init; }

    /// <summary>Generation 0 after the last collection.</summary>
    public required long Gen0 { get; init; }

    /// <summary>Generation 1 after the last collection.</summary>
    public required long Gen1 { get; init; }

    /// <summary>Generation 2 after the last collection.</summary>
    public required long Gen2 { get; init; }

    /// <summary>Objects of 85,000 bytes and more after the last collection.</summary>
    public required long Large { get; init; }

    /// <summary>Pinned objects after the last collection.</summary>
    public required long Pinned { get; init; }

    /// <summary>Free space between objects after the last collection.</summary>
    public required long Fragmented { get; init; }

    /// <summary>What the GC had of the system after the last collection.</summary>
    public required long Committed { get; init; }

    /// <summary>Milliseconds that collections held everything up, in the interval.</summary>
    public required double Paused { get; init; }

    /// <summary>Bytes allocated a second, in the interval.</summary>
    public required long AllocationRate { get; init; }

    /// <summary>Processor time in the interval: 1 is one core, whole.</summary>
    public required double Processor { get; init; }

    /// <summary>Rented blocks by role.</summary>
    public required IReadOnlyDictionary<string, long> Rented { get; init; }

    /// <summary>Kernel memory of the sockets of requests under way, both sides; an estimate above a thousand of them.</summary>
    public required long Kernel { get; init; }

    /// <summary>Clients' connections that are logged in.</summary>
    public required int Connections { get; init; }

    /// <summary>Requests under way.</summary>
    public required int Requests { get; init; }

    /// <summary>All rented blocks and all objects of connections and requests by their measured size.</summary>
    public required long Accounted { get; init; }

    /// <summary>Accounted and kernel memory for each connection; 0 without connections.</summary>
    public long PerConnection => Connections == 0 ? 0 : (Accounted + Kernel) / Connections;
}
