namespace Sluice.Soak;

/// <summary>One drill under load with its bars. It starts what it needs, ends by itself and leaves nothing behind.</summary>
internal interface IScenario
{
    /// <summary>The word on the command line.</summary>
    string Name { get; }

    /// <summary>What is asked, in one sentence.</summary>
    string Question { get; }

    /// <summary>Runs it and writes down what came of it.</summary>
    Task RunAsync(Findings findings);
}
