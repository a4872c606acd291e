namespace Sluice.Profile.Stacks;

/// <summary>Stacks with weights, equal ones added up.</summary>
/// <param name="unit">What the weights count.</param>
internal sealed class StackSamples(string unit)
{
    private readonly Dictionary<string, (string[] Frames, double Weight, long Count)> _stacks = [];

    /// <summary>What the weights count.</summary>
    public string Unit => unit;

    /// <summary>Samples that were added.</summary>
    public long Count { get; private set; }

    /// <summary>The sum of the weights.</summary>
    public double Total { get; private set; }

    /// <summary>The different stacks, the heaviest first.</summary>
    public IEnumerable<(string[] Frames, double Weight, long Count)> Stacks => _stacks.Values.OrderByDescending(stack => stack.Weight);

    /// <summary>Adds a stack, its innermost frame first.</summary>
    public void Add(string[] frames, double weight)
    {
        var key = string.Join('\n', frames);
        var (_, before, count) = _stacks.GetValueOrDefault(key);
        _stacks[key] = (frames, before + weight, count + 1);
        Count++;
        Total += weight;
    }

    /// <summary>Adds up the weights under a key, each stack under one; the heaviest first.</summary>
    public IReadOnlyList<(string Key, double Weight)> SumBy(Func<string[], string> key) =>
        [.. _stacks.Values.GroupBy(stack => key(stack.Frames)).Select(group => (group.Key, group.Sum(stack => stack.Weight))).OrderByDescending(entry => entry.Item2)];

    /// <summary>Weight by method: with the method innermost, and with it anywhere.</summary>
    public IReadOnlyList<MethodWeight> ByMethod()
    {
        var weights = new Dictionary<string, (double Own, double All)>();
        foreach (var (frames, weight, _) in _stacks.Values)
        {
            foreach (var frame in frames.Distinct())
            {
                var (own, all) = weights.GetValueOrDefault(frame);
                weights[frame] = (own + (frame == frames[0] ? weight : 0), all + weight);
            }
        }
        return [.. weights.Select(entry => new MethodWeight(entry.Key, entry.Value.Own, entry.Value.All)).OrderByDescending(method => method.Own)];
    }
}
