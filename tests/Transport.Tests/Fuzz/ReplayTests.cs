using Sluice.Fuzz;

using Xunit;

namespace Sluice.Transport.Tests.Fuzz;

/// <summary>The fuzz targets keep their promises for every input that is kept: the seeds, and all that was ever found.</summary>
public sealed class ReplayTests
{
    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_kept_input_of_a_target_keeps_its_promises(string name)
    {
        var (inputs, faults) = Replay.Run(FuzzTargets.Find(name)!);

        Assert.True(inputs > 3, $"{name} has {inputs} inputs; tools/fuzz --seeds writes some.");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void A_broken_promise_is_a_fault_of_the_replay()
    {
        var target = new FuzzTarget("identification", input => Promise.Keep(input.IsEmpty, "Nothing comes."));

        var (inputs, faults) = Replay.Run(target);

        Assert.Equal(inputs, faults.Count);
    }
}
