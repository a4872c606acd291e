using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Caching;

using Xunit;

namespace Sluice.Proxy.Tests.Caching;

public sealed class AnswerCacheTests
{
    private static readonly AnswerCacheOptions _options = new()
    {
        PositiveCount = 3,
        PositiveFor = TimeSpan.FromMinutes(1),
        NegativeCount = 2,
        NegativeFor = TimeSpan.FromSeconds(10),
        StaleFor = TimeSpan.FromMinutes(5),
        RetryAfter = TimeSpan.FromSeconds(2),
        AskTimeout = TimeSpan.FromSeconds(3),
        MaxAsks = 5,
    };

    private readonly FakeTimeProvider _time = new();
    private readonly List<TaskCompletionSource<Answer<string>>> _asks = [];

    [Theory]
    [InlineData(true, 60)]
    [InlineData(false, 10)]
    public async Task An_answer_is_kept_for_its_time_and_then_asked_for_again(bool isPositive, int seconds)
    {
        var cache = Make();
        await Fill(cache, "a", isPositive ? Answer.Positive("1") : Answer.Negative("1"));
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        var kept = await Get(cache, "a");
        Assert.Equal((ReplyOrigin.Cache, "1", isPositive), (kept.Origin, kept.Answer.Value, kept.Answer.Kind == AnswerKind.Positive));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("2", (await Fill(cache, "a", Answer.Positive("2"))).Answer.Value);
        Assert.Equal(2, _asks.Count);
    }

    [Fact]
    public async Task An_answers_time_begins_when_it_was_asked_for()
    {
        var cache = Make();
        var slow = Get(cache, "a");
        _time.Advance(TimeSpan.FromSeconds(2));
        _asks[0].SetResult(Answer.Positive("1"));
        await slow;
        _time.Advance(TimeSpan.FromSeconds(58));
        await Fill(cache, "a", Answer.Positive("2"));
        Assert.Equal(2, _asks.Count);
    }

    [Fact]
    public async Task A_source_may_wish_for_a_shorter_time_and_for_none()
    {
        var cache = Make();
        await Fill(cache, "a", Answer.Positive("1", TimeSpan.FromSeconds(5)));
        await Fill(cache, "b", Answer.Positive("1", TimeSpan.Zero));
        Assert.Equal((1, 0), cache.Count);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("2", (await Fill(cache, "a", Answer.Positive("2", TimeSpan.FromHours(1)))).Answer.Value);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("3", (await Fill(cache, "a", Answer.Positive("3"))).Answer.Value);
    }

    [Fact]
    public async Task A_thousand_equal_questions_at_one_time_are_asked_once()
    {
        var cache = Make();
        var waiting = Enumerable.Range(0, 1000).Select(_ => Get(cache, "a").AsTask()).ToList();
        Assert.Single(_asks);
        _asks[0].SetResult(Answer.Positive("1"));
        Assert.All(await Task.WhenAll(waiting), reply => Assert.Equal("1", reply.Answer.Value));
        Assert.Single(_asks);
    }

    [Fact]
    public async Task Who_gives_up_waiting_hurts_nobody_else()
    {
        var cache = Make();
        using var impatient = new CancellationTokenSource();
        var first = Get(cache, "a", impatient.Token).AsTask();
        var second = Get(cache, "a").AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _asks[0].SetResult(Answer.Positive("1"));
        Assert.Equal("1", (await second).Answer.Value);
        Assert.Equal(ReplyOrigin.Cache, (await Get(cache, "a")).Origin);
    }

    [Fact]
    public async Task An_error_is_told_and_not_kept()
    {
        var cache = Make();
        var reply = await Fill(cache, "a", Answer.Error<string>("It is down."));
        Assert.Equal((AnswerKind.Error, "It is down."), (reply.Answer.Kind, reply.Fault));
        Assert.Equal((0, 0), cache.Count);
        Assert.Equal("1", (await Fill(cache, "a", Answer.Positive("1"))).Answer.Value);
    }

    [Fact]
    public async Task What_a_source_throws_at_once_or_later_is_an_error()
    {
        var cache = Make();
        var thrown = await cache.GetAsync<string>("a", "", (_, _) => throw new IOException("Broken."), CancellationToken.None);
        Assert.Equal("Broken.", thrown.Fault);
        var later = Get(cache, "b");
        _asks[0].SetException(new IOException("Broken later."));
        Assert.Equal("Broken later.", (await later).Fault);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_in_time_is_an_error_though_it_does_not_mind_its_token()
    {
        var cache = Make();
        var reply = Get(cache, "a");
        _time.Advance(_options.AskTimeout);
        Assert.Equal("There was no answer within 3 s.", (await reply).Fault);
    }

    [Fact]
    public async Task While_the_source_is_down_what_was_known_stands_in_until_it_is_too_old()
    {
        var cache = Make();
        await Fill(cache, "a", Answer.Positive("1"));
        _time.Advance(TimeSpan.FromMinutes(1));
        var stale = await Fill(cache, "a", Answer.Error<string>("It is down."));
        Assert.Equal((ReplyOrigin.Stale, "1", "It is down."), (stale.Origin, stale.Answer.Value, stale.Fault));
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.Equal("1", (await Fill(cache, "a", Answer.Error<string>("It is down."))).Answer.Value);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(AnswerKind.Error, (await Fill(cache, "a", Answer.Error<string>("It is down."))).Answer.Kind);
    }

    [Fact]
    public async Task A_source_that_is_down_is_not_asked_by_each_who_has_a_stale_answer()
    {
        var cache = Make();
        await Fill(cache, "a", Answer.Positive("1"));
        _time.Advance(TimeSpan.FromMinutes(1));
        await Fill(cache, "a", Answer.Error<string>("It is down."));
        Assert.Equal(ReplyOrigin.Stale, (await Get(cache, "a")).Origin);
        Assert.Equal(2, _asks.Count);
        _time.Advance(_options.RetryAfter);
        Assert.Equal((ReplyOrigin.Source, "2"), await Fill(cache, "a", Answer.Positive("2")) is var reply ? (reply.Origin, reply.Answer.Value) : default);
    }

    [Fact]
    public async Task Without_a_time_for_stale_answers_there_are_none()
    {
        var cache = Make(_options with { StaleFor = TimeSpan.Zero });
        await Fill(cache, "a", Answer.Positive("1"));
        cache.Expire();
        Assert.Equal(AnswerKind.Error, (await Fill(cache, "a", Answer.Error<string>("It is down."))).Answer.Kind);
    }

    [Fact]
    public async Task Negative_answers_cannot_push_out_positive_ones()
    {
        var cache = Make();
        await Fill(cache, "a", Answer.Positive("1"));
        for (var i = 0; i < 50; i++) await Fill(cache, $"x{i}", Answer.Negative<string>());
        Assert.Equal((1, 2), cache.Count);
        Assert.Equal(ReplyOrigin.Cache, (await Get(cache, "a")).Origin);
        for (var i = 0; i < 50; i++) await Fill(cache, $"y{i}", Answer.Positive("1"));
        Assert.Equal((3, 2), cache.Count);
    }

    [Fact]
    public async Task A_yes_that_becomes_a_no_is_kept_once()
    {
        var cache = Make();
        await Fill(cache, "a", Answer.Positive("1"));
        _time.Advance(TimeSpan.FromMinutes(1));
        await Fill(cache, "a", Answer.Negative<string>());
        Assert.Equal((0, 1), cache.Count);
        Assert.Equal(AnswerKind.Negative, (await Get(cache, "a")).Answer.Kind);
    }

    [Fact]
    public async Task What_is_invalidated_is_asked_for_again_and_never_stands_in()
    {
        var cache = Make();
        await Fill(cache, "a", Answer.Positive("1"));
        await Fill(cache, "b", Answer.Positive("1"));
        cache.Invalidate("a");
        Assert.Equal(AnswerKind.Error, (await Fill(cache, "a", Answer.Error<string>("It is down."))).Answer.Kind);
        Assert.Equal(ReplyOrigin.Cache, (await Get(cache, "b")).Origin);
        cache.Clear();
        Assert.Equal((0, 0), cache.Count);
    }

    [Theory]
    [InlineData("one")]
    [InlineData("all")]
    [InlineData("expire")]
    public async Task An_answer_that_is_older_than_an_invalidation_is_not_kept(string what)
    {
        var cache = Make();
        var before = Get(cache, "a");
        Invalidate(cache, what);
        var after = Get(cache, "a");
        Assert.Equal(2, _asks.Count);
        _asks[1].SetResult(Answer.Negative("after"));
        Assert.Equal("after", (await after).Answer.Value);
        _asks[0].SetResult(Answer.Positive("before"));
        Assert.Equal("before", (await before).Answer.Value);
        Assert.Equal("after", (await Get(cache, "a")).Answer.Value);
        Assert.Equal((0, 1), cache.Count);
    }

    [Theory]
    [InlineData("one")]
    [InlineData("all")]
    [InlineData("expire")]
    public async Task An_answer_that_is_older_than_an_invalidation_does_not_reach_who_asks_later(string what)
    {
        var cache = Make();
        var before = Get(cache, "a");
        Invalidate(cache, what);
        var after = Get(cache, "a");
        _asks[0].SetResult(Answer.Positive("before"));
        Assert.Equal("before", (await before).Answer.Value);
        Assert.False(after.IsCompleted);
        Assert.Equal((0, 0), cache.Count);
        _asks[1].SetResult(Answer.Negative("after"));
        Assert.Equal("after", (await after).Answer.Value);
    }

    [Fact]
    public async Task What_is_expired_is_asked_for_and_stands_in_for_a_source_that_is_down()
    {
        var cache = Make();
        await Fill(cache, "a", Answer.Positive("1"));
        await Fill(cache, "b", Answer.Positive("1"));
        cache.Expire();
        Assert.Equal(ReplyOrigin.Stale, (await Fill(cache, "a", Answer.Error<string>("It is down."))).Origin);
        cache.Expire();
        Assert.Equal("2", (await Fill(cache, "a", Answer.Positive("2"))).Answer.Value);
        Assert.Equal("2", (await Fill(cache, "b", Answer.Positive("2"))).Answer.Value);
    }

    [Fact]
    public async Task Questions_under_way_are_bounded()
    {
        var cache = Make();
        await Fill(cache, "kept", Answer.Positive("1"));
        cache.Expire();
        var waiting = Enumerable.Range(0, 5).Select(i => Get(cache, $"a{i}").AsTask()).ToList();
        Assert.Contains("which is the most", (await Get(cache, "one more")).Fault, StringComparison.Ordinal);
        Assert.Equal(ReplyOrigin.Stale, (await Get(cache, "kept")).Origin);
        var same = Get(cache, "a0");
        foreach (var ask in _asks.Skip(1)) ask.SetResult(Answer.Positive("1"));
        await Task.WhenAll(waiting);
        Assert.Equal("1", (await same).Answer.Value);
        await Fill(cache, "one more", Answer.Positive("1"));
    }

    private static void Invalidate(AnswerCache<string, string> cache, string what)
    {
        if (what == "one") cache.Invalidate("a");
        else if (what == "all") cache.Clear();
        else cache.Expire();
    }

    private AnswerCache<string, string> Make(AnswerCacheOptions? options = null) => new(options ?? _options, _time);

    private ValueTask<Reply<string>> Get(AnswerCache<string, string> cache, string key, CancellationToken cancellationToken = default) => cache.GetAsync(
        key,
        _asks,
        static (asks, _) =>
        {
            var ask = new TaskCompletionSource<Answer<string>>();
            asks.Add(ask);
            return new(ask.Task);
        },
        cancellationToken);

    /// <summary>Asks, and answers what is asked of the source.</summary>
    private ValueTask<Reply<string>> Fill(AnswerCache<string, string> cache, string key, Answer<string> answer)
    {
        var count = _asks.Count;
        var reply = Get(cache, key);
        Assert.Equal(count + 1, _asks.Count);
        _asks[count].SetResult(answer);
        return reply;
    }
}
