using Sluice.Fuzz;
using Sluice.Fuzz.Seeds;

return args switch
{
    ["list"] => List(),
    ["replay", .. var names] => ReplayAll(names),
    ["seeds"] => SeedTable.Write(),
    ["afl", var name] when FuzzTargets.Find(name) is { } target => AflLoop.Run(target),
    ["explore", var name, var seconds, var folder] when FuzzTargets.Find(name) is { } target && int.TryParse(seconds, out var limit) =>
        Explorer.Run(target, TimeSpan.FromSeconds(limit), folder),
    ["show", var name, .. var files] when FuzzTargets.Find(name) is { } target => Show(target, files),
    _ => Usage(),
};

static int List()
{
    foreach (var target in FuzzTargets.All) Console.WriteLine(target.Name);
    return 0;
}

static int ReplayAll(string[] names)
{
    var failed = 0;
    foreach (var target in FuzzTargets.All.Where(target => names.Length == 0 || names.Contains(target.Name)))
    {
        var (inputs, faults) = Replay.Run(target);
        Console.WriteLine($"{target.Name}: {inputs} inputs, {faults.Count} finds");
        foreach (var fault in faults) Console.WriteLine(fault);
        failed += faults.Count;
    }
    return failed == 0 ? 0 : 1;
}

static int Show(FuzzTarget target, string[] files)
{
    const string Kept = "Every promise is kept.";
    // A hundred inputs with one cause are one find.
    var outcomes = files.GroupBy(file => Replay.Try(target, File.ReadAllBytes(file))?.ToString() ?? Kept).ToList();
    foreach (var outcome in outcomes)
    {
        Console.WriteLine($"{outcome.Key}\n{outcome.Count()} inputs, as {outcome.First()}");
    }
    return outcomes.All(outcome => outcome.Key == Kept) ? 0 : 1;
}

static int Usage()
{
    Console.Error.WriteLine("Use tools/fuzz; its --help says how.");
    return 2;
}
