namespace Sluice.Proxy.Admin.Live;

/// <summary>A client's connection with its requests, for operators. Times are in seconds, rates in bytes a second.</summary>
internal sealed record SessionRow(
    string Id,
    string User,
    string Client,
    string Identification,
    double Age,
    bool IsAlive,
    int Channels,
    long BytesIn,
    long BytesOut,
    long Rate,
    MemoryRow Memory,
    KernelRow? Kernel,
    IReadOnlyList<RequestRow> Requests);

/// <summary>A part of the list of sessions.</summary>
/// <param name="Connections">All that there are.</param>
/// <param name="Requests">All requests that are under way.</param>
/// <param name="Matched">Connections that are what was asked for.</param>
/// <param name="Sessions">The wanted ones of them, in order.</param>
internal sealed record SessionPage(int Connections, int Requests, int Matched, IReadOnlyList<SessionRow> Sessions);
