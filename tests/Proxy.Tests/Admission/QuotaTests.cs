using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Admission;

using Xunit;

namespace Sluice.Proxy.Tests.Admission;

public sealed class QuotaTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private static readonly Task _never = new TaskCompletionSource().Task;

    private readonly FakeTimeProvider _time = new();
    private readonly Quota _quota;

    public QuotaTests() => _quota = new Quota(_time);

    [Fact]
    public void Each_name_has_its_own_places_and_only_names_in_use_are_kept()
    {
        Assert.True(_quota.TryEnter("alice", 2));
        Assert.True(_quota.TryEnter("alice", 2));
        Assert.False(_quota.TryEnter("alice", 2));
        Assert.True(_quota.TryEnter("bob", 2));
        Assert.Equal(2, _quota.Count);

        _quota.Leave("alice");
        Assert.True(_quota.TryEnter("alice", 2));
        _quota.Leave("alice");
        _quota.Leave("alice");
        _quota.Leave("bob");
        Assert.Equal(0, _quota.Count);
    }

    [Fact]
    public async Task Those_who_wait_are_served_in_order_and_nobody_overtakes_them()
    {
        Assert.True(_quota.TryEnter("alice", 1));
        var first = _quota.EnterAsync("alice", 1, _patience, _never).AsTask();
        var second = _quota.EnterAsync("alice", 1, _patience, _never).AsTask();
        Assert.False(_quota.TryEnter("alice", 5));

        _quota.Leave("alice");
        Assert.True(await first.WaitAsync(TestContext.Current.CancellationToken));
        Assert.False(second.IsCompleted);
        _quota.Leave("alice");
        Assert.True(await second.WaitAsync(TestContext.Current.CancellationToken));
        _quota.Leave("alice");
        Assert.Equal(0, _quota.Count);
    }

    [Fact]
    public async Task A_wait_ends()
    {
        Assert.True(_quota.TryEnter("alice", 1));
        var waiting = _quota.EnterAsync("alice", 1, _patience, _never).AsTask();
        _time.Advance(_patience);
        Assert.False(await waiting.WaitAsync(TestContext.Current.CancellationToken));
        Assert.False(await _quota.EnterAsync("alice", 1, TimeSpan.Zero, _never));

        _quota.Leave("alice");
        Assert.Equal(0, _quota.Count);
    }
}
