namespace Sluice.Proxy.Admin.Memory;

/// <summary>The samples of the last ten minutes, and the highest since the start. Safe from any thread.</summary>
internal sealed class MemoryHistory
{
    /// <summary>Samples that are kept.</summary>
    public const int Length = 300;

    private readonly Lock _lock = new();
    private readonly Queue<MemorySample> _samples = new(Length);

    /// <summary>The first sample of the process: what it costs to serve nobody.</summary>
    public MemorySample? First { get; private set; }

    /// <summary>The last one.</summary>
    public MemorySample? Last { get; private set; }

    /// <summary>The sample with most connections.</summary>
    public MemorySample? MostConnections { get; private set; }

    /// <summary>The sample with most memory resident.</summary>
    public MemorySample? MostResident { get; private set; }

    /// <summary>Takes a sample; the oldest makes room for it.</summary>
    public void Add(MemorySample sample)
    {
        lock (_lock)
        {
            if (_samples.Count == Length) _samples.Dequeue();
            _samples.Enqueue(sample);
            First ??= sample;
            Last = sample;
            if (sample.Connections > 0 && sample.Connections >= (MostConnections?.Connections ?? 0)) MostConnections = sample;
            if (sample.Resident > (MostResident?.Resident ?? 0)) MostResident = sample;
        }
    }

    /// <summary>All that are kept, oldest first.</summary>
    public IReadOnlyList<MemorySample> Read()
    {
        lock (_lock) return [.. _samples];
    }
}
