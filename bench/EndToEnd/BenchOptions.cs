using System.Text.Json.Serialization;

namespace Sluice.EndToEnd;

/// <summary>What a run measures and where its report goes.</summary>
internal sealed record BenchOptions
{
    public string Name { get; init; } = "";

    public string Date { get; init; } = "";

    [JsonIgnore]
    public string Output { get; init; } = "";

    /// <summary>What was typed.</summary>
    public string Command { get; init; } = "";

    public IReadOnlyList<string> Workloads { get; init; } = [];

    /// <summary>Direct first.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    /// <summary>The client's cipher with its MAC, as <c>cipher</c> or <c>cipher+mac</c>.</summary>
    public IReadOnlyList<string> Suites { get; init; } = [];

    /// <summary>Rounds of what takes less than a second.</summary>
    public int Rounds { get; init; } = 20;

    /// <summary>Rounds of what takes longer.</summary>
    public int LargeRounds { get; init; } = 3;

    /// <summary>The size of a large transfer.</summary>
    public int LargeMebibytes { get; init; } = 512;

    /// <summary>What goes each way to see what a packet allocates: the more, the less the counting itself weighs.</summary>
    public int CountedMebibytes { get; init; } = 512;

    /// <summary>The size of a large clone or push.</summary>
    public int CloneMebibytes { get; init; } = 256;

    /// <summary>How long logins go on for one sample.</summary>
    public int LoginSeconds { get; init; } = 4;

    /// <summary>How many log in at a time.</summary>
    public IReadOnlyList<int> LoginWidths { get; init; } = [1, 8, 64];

    /// <summary>How long echoes go on for one sample.</summary>
    public int EchoSeconds { get; init; } = 3;

    /// <summary>Sizes of crowds of idle connections.</summary>
    public IReadOnlyList<int> Crowds { get; init; } = [1000, 5000, 18_000];

    /// <summary>How long a fresh process and one with a crowd is left alone before its memory counts: Sluice trims it when it has been idle for a minute.</summary>
    public int RestSeconds { get; init; } = 75;

    /// <summary>How long a process is left alone, at least, before what it has given back counts; each peer gets the same.</summary>
    public int GiveBackSeconds { get; init; } = 75;

    /// <summary>The crowd beside which clones run.</summary>
    public int LargeCrowd { get; init; } = 18_000;

    /// <summary>Logins of each peer before anything is measured, or as many as it takes in <see cref="WarmUpSeconds"/>.</summary>
    public int WarmUpLogins { get; init; } = 2000;

    public int WarmUpSeconds { get; init; } = 20;

    /// <summary>The same before a crowd comes: what they leave behind for the collector is taken for growth unless the process may rest.</summary>
    public int CrowdWarmUpLogins { get; init; } = 2000;

    [JsonIgnore]
    public string Folder => Path.Combine(Output, $"{Date}-{Name}");

    /// <summary>The same with few rounds, and no rest for memory to settle: under three minutes in all.</summary>
    public BenchOptions Quick() => this with
    {
        Rounds = 5,
        LargeRounds = 1,
        LargeMebibytes = 256,
        CountedMebibytes = 256,
        CloneMebibytes = 64,
        LoginSeconds = 1,
        EchoSeconds = 1,
        Crowds = [2000],
        RestSeconds = 3,
        CrowdWarmUpLogins = 300,
        LargeCrowd = 2000,
        WarmUpSeconds = 4,
    };
}
