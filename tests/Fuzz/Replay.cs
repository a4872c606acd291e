namespace Sluice.Fuzz;

/// <summary>Runs every kept input once: what a machine without a fuzzer can check.</summary>
internal static class Replay
{
    /// <summary>Runs a target's inputs; gives how many there were and one sentence for each that breaks a promise.</summary>
    public static (int Inputs, IReadOnlyList<string> Faults) Run(FuzzTarget target)
    {
        var faults = new List<string>();
        var files = Corpus.Files(target);
        foreach (var file in files)
        {
            if (Try(target, File.ReadAllBytes(file)) is { } fault) faults.Add($"{target.Name}: {file}: {fault}");
        }
        return (files.Count, faults);
    }

    /// <summary>Feeds one input; null if every promise was kept.</summary>
    public static Exception? Try(FuzzTarget target, ReadOnlySpan<byte> input)
    {
        try
        {
            target.Run(input);
            return null;
        }
#pragma warning disable CA1031 // Whatever escapes is what is looked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }
}
