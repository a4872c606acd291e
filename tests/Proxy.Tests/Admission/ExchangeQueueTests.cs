using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Admission;

using Xunit;

namespace Sluice.Proxy.Tests.Admission;

public sealed class ExchangeQueueTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly ExchangeQueue _queue;
    private readonly List<string> _order = [];
    private int _slots = 2;

    public ExchangeQueueTests() => _queue = new ExchangeQueue(() => _slots, _time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public void Whoever_finds_a_place_does_not_wait()
    {
        Assert.True(_queue.EnterAsync("a", false, _patience).AsTask().IsCompletedSuccessfully);
        Assert.True(_queue.EnterAsync("b", false, _patience).AsTask().IsCompletedSuccessfully);
        Assert.False(_queue.EnterAsync("c", false, _patience).AsTask().IsCompleted);
        Assert.Equal((2, 1, 1, 0), (_queue.Computing, _queue.Queued, _queue.QueuedOf("c"), _queue.QueuedOf("a")));
    }

    [Fact]
    public async Task Known_sources_come_first_and_sources_take_turns()
    {
        Fill();
        var waiting = new[] { ("a", false), ("a", false), ("a", false), ("b", false), ("k", true), ("k", true), ("l", true) }.Select(one => WaitAsync(one.Item1, one.Item2)).ToList();
        await ServeAsync(7);
        Assert.Equal("k l k a b a a", string.Join(' ', _order));
        await Task.WhenAll(waiting);
        Assert.Equal(0, _queue.Queued);
    }

    [Fact]
    public async Task One_turn_in_eight_is_a_strangers()
    {
        Fill();
        var waiting = Enumerable.Range(0, 20).Select(_ => WaitAsync("k", true)).Append(WaitAsync("a", false)).ToList();
        await ServeAsync(8);
        Assert.Contains("a", _order);
        await ServeAsync(13);
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Who_has_waited_too_long_is_sent_away_and_those_behind_go_on()
    {
        Fill();
        var late = _queue.EnterAsync("a", false, TimeSpan.FromSeconds(1)).AsTask();
        var patient = _queue.EnterAsync("b", false, _patience).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.False(await late.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal((2, 1), (_queue.Computing, _queue.Queued));

        _queue.Leave();
        Assert.True(await patient.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_place_that_is_added_is_used()
    {
        Fill();
        var waiting = _queue.EnterAsync("a", false, _patience).AsTask();
        _slots = 3;
        _time.Advance(TimeSpan.FromSeconds(0.3));
        Assert.True(await waiting.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(3, _queue.Computing);
    }

    private void Fill()
    {
        for (var i = 0; i < 2; i++) Assert.True(_queue.EnterAsync("busy", false, _patience).AsTask().IsCompletedSuccessfully);
    }

    private async Task WaitAsync(string source, bool isKnown)
    {
        Assert.True(await _queue.EnterAsync(source, isKnown, _patience));
        lock (_order) _order.Add(source);
    }

    /// <summary>Ends one turn after the other, each when the one before has come.</summary>
    private async Task ServeAsync(int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            var before = Served;
            _queue.Leave();
            while (Served == before) await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private int Served
    {
        get
        {
            lock (_order) return _order.Count;
        }
    }
}
