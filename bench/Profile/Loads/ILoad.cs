namespace Sluice.Profile.Loads;

/// <summary>A proxy of its own with clients that keep it busy until they are told to stop.</summary>
internal interface ILoad : IAsyncDisposable
{
    /// <summary>The proxy's process.</summary>
    int ProcessId { get; }

    /// <summary>One sentence for the report.</summary>
    string Description { get; }

    /// <summary>What <see cref="Done"/> counts.</summary>
    string Unit { get; }

    /// <summary>How much was done so far.</summary>
    double Done { get; }

    /// <summary>Keeps the proxy busy until it is cancelled.</summary>
    Task RunAsync(CancellationToken stop);
}
