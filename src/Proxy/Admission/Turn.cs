namespace Sluice.Proxy.Admission;

/// <summary>One that waits for its turn: true when it comes, false when it is too late for it.</summary>
/// <param name="deadline">In ticks of the queue's clock.</param>
internal sealed class Turn(long deadline) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Until then.</summary>
    public long Deadline => deadline;
}
