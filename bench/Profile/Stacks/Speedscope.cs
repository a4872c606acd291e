using System.Text.Json;

namespace Sluice.Profile.Stacks;

/// <summary>Writes stacks in the file format of speedscope, a viewer that runs in a browser.</summary>
internal static class Speedscope
{
    /// <summary>The heaviest stacks, so that the file stays small.</summary>
    private const int MostStacks = 2000;

    /// <summary>The file's text.</summary>
    public static string Write(StackSamples samples, string name)
    {
        var frames = new Dictionary<string, int>();
        var kept = samples.Stacks.Take(MostStacks).ToList();
        var stacks = kept.Select(stack => stack.Frames.Reverse().Select(IndexOf).ToArray()).ToList();
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["$schema"] = "https://www.speedscope.app/file-format-schema.json",
            ["shared"] = new { frames = frames.Keys.Select(frame => new { name = frame }) },
            ["profiles"] = new[]
            {
                new
                {
                    type = "sampled", name, unit = samples.Unit == "bytes" ? "bytes" : "none", startValue = 0,
                    endValue = kept.Sum(stack => stack.Weight), samples = stacks, weights = kept.Select(stack => stack.Weight),
                },
            },
        });

        int IndexOf(string frame)
        {
            if (!frames.TryGetValue(frame, out var index)) frames[frame] = index = frames.Count;
            return index;
        }
    }
}
