namespace Sluice.Proxy.Backends.Pooling;

/// <summary>A request that waits for a place.</summary>
/// <param name="request">The request.</param>
/// <param name="since">When it began to wait, as a time stamp.</param>
internal sealed class PlaceWaiter(LeaseRequest request, long since)
{
    private readonly TaskCompletionSource<LeaseResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LeaseRequest Request => request;

    public long Since => since;

    /// <summary>True once it was told that it has to wait.</summary>
    public bool IsTold { get; set; }

    /// <summary>True if nobody is there any more to use a place.</summary>
    public bool IsGone => request.Client is { IsAlive: false } || request.HasEnded?.Invoke() == true;

    /// <summary>What it waits for.</summary>
    public Task<LeaseResult> Result => _result.Task;

    /// <summary>Ends the wait. Continuations run elsewhere: the caller may hold locks.</summary>
    public void Complete(LeaseResult result) => _result.SetResult(result);
}
