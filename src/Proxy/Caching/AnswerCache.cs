using System.Diagnostics.CodeAnalysis;

namespace Sluice.Proxy.Caching;

/// <summary>
/// Keeps answers to questions, yes and no apart, each with a bound and a time. Equal questions at one time are asked once.
/// What is told to be out of date while it is being asked for is not kept, and nobody who asks later gets it.
/// </summary>
/// <typeparam name="TKey">What makes two questions equal.</typeparam>
/// <typeparam name="T">What is answered.</typeparam>
internal sealed class AnswerCache<TKey, T>(AnswerCacheOptions options, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly RecencyMap<TKey, Kept> _positive = new(options.PositiveCount);
    private readonly RecencyMap<TKey, Kept> _negative = new(options.NegativeCount);
    private readonly Dictionary<TKey, TaskCompletionSource<Reply<T>>> _asking = [];
    private int _asks;
    private int _epoch;

    /// <summary>Positive and negative answers that are kept.</summary>
    public (int Positive, int Negative) Count
    {
        get
        {
            lock (_lock) return (_positive.Count, _negative.Count);
        }
    }

    /// <summary>
    /// Gives a fresh answer at once, or asks. What the asking throws is an error and not an exception; only the caller's own
    /// cancellation is thrown, and ends nobody else's wait.
    /// </summary>
    /// <param name="key">What makes two questions equal.</param>
    /// <param name="state">Handed to <paramref name="ask"/>.</param>
    /// <param name="ask">Asks the source; its token is cancelled at <see cref="AnswerCacheOptions.AskTimeout"/>.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    /// <exception cref="OperationCanceledException">The caller does not wish to wait any longer.</exception>
    public ValueTask<Reply<T>> GetAsync<TState>(
        TKey key, TState state, Func<TState, CancellationToken, ValueTask<Answer<T>>> ask, CancellationToken cancellationToken)
    {
        TaskCompletionSource<Reply<T>>? asking;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (Find(key, now) is { } kept)
            {
                if (kept.Epoch == _epoch && now < kept.FreshUntil) return new(new Reply<T>(kept.Answer, ReplyOrigin.Cache));
                if (kept.Outage is { } outage && outage.Epoch == _epoch && now < outage.RetryAt) return new(new Reply<T>(kept.Answer, ReplyOrigin.Stale, outage.Fault));
            }
            if (_asking.TryGetValue(key, out asking)) return new(asking.Task.WaitAsync(cancellationToken));
            if (_asks >= options.MaxAsks) return new(InVain(key, now, $"{options.MaxAsks} questions are under way, which is the most."));
            asking = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _asking.Add(key, asking);
            _asks++;
        }
        _ = AskAsync(key, asking, state, ask);
        return new(asking.Task.WaitAsync(cancellationToken));
    }

    /// <summary>Forgets what is known of one question.</summary>
    public void Invalidate(TKey key)
    {
        lock (_lock)
        {
            _positive.Remove(key);
            _negative.Remove(key);
            _asking.Remove(key);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _positive.Clear();
            _negative.Clear();
            _asking.Clear();
        }
    }

    /// <summary>
    /// Takes everything for out of date, so that the source is asked; unlike after <see cref="Clear"/>, what was known
    /// stands in for a source that cannot be asked, within <see cref="AnswerCacheOptions.StaleFor"/>.
    /// </summary>
    public void Expire()
    {
        lock (_lock)
        {
            _epoch++;
            _asking.Clear();
        }
    }

    private async Task AskAsync<TState>(
        TKey key, TaskCompletionSource<Reply<T>> asking, TState state, Func<TState, CancellationToken, ValueTask<Answer<T>>> ask)
    {
        var asked = time.GetTimestamp();
        var answer = await AskAsync(state, ask).ConfigureAwait(false);
        Reply<T> reply;
        lock (_lock)
        {
            _asks--;
            // Another one in its place, or none, means that this answer may be older than what was told meanwhile.
            var isCurrent = _asking.TryGetValue(key, out var current) && current == asking;
            if (isCurrent) _asking.Remove(key);
            if (answer.IsAnswer && isCurrent) Keep(key, answer, asked);
            reply = answer.IsAnswer ? new(answer, ReplyOrigin.Source) : InVain(key, time.GetTimestamp(), answer.Fault ?? "The source gave no answer.");
        }
        asking.SetResult(reply);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a source throws is no answer, which is a value here.")]
    private async Task<Answer<T>> AskAsync<TState>(TState state, Func<TState, CancellationToken, ValueTask<Answer<T>>> ask)
    {
        using var limit = new CancellationTokenSource(options.AskTimeout, time);
        try
        {
            // A source that does not mind its token delays nobody.
            return await ask(state, limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            return Answer.Error<T>($"There was no answer within {options.AskTimeout.TotalSeconds:0.###} s.");
        }
        catch (Exception e)
        {
            return Answer.Error<T>(e.Message);
        }
    }

    private Kept? Find(TKey key, long now)
    {
        if (!_positive.TryGet(key, out var kept) && !_negative.TryGet(key, out kept)) return null;
        if (now < kept.FreshUntil + Ticks(options.StaleFor)) return kept;
        _positive.Remove(key);
        _negative.Remove(key);
        return null;
    }

    private void Keep(TKey key, Answer<T> answer, long asked)
    {
        var isPositive = answer.Kind == AnswerKind.Positive;
        var (mine, other) = isPositive ? (_positive, _negative) : (_negative, _positive);
        other.Remove(key);
        var lifetime = isPositive ? options.PositiveFor : options.NegativeFor;
        if (answer.MaxAge is { } wished && wished < lifetime) lifetime = wished;
        if (lifetime > TimeSpan.Zero) mine.Set(key, new Kept(answer.Kind, answer.Value, _epoch, asked + Ticks(lifetime)));
        else mine.Remove(key);
    }

    private Reply<T> InVain(TKey key, long now, string fault)
    {
        if (options.StaleFor <= TimeSpan.Zero || Find(key, now) is not { } kept) return new(Answer.Error<T>(fault), ReplyOrigin.Source, fault);
        kept.Outage = new Outage(fault, _epoch, now + Ticks(options.RetryAfter));
        return new(kept.Answer, ReplyOrigin.Stale, fault);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    // There may be a million of these: only what each needs.
    private sealed class Kept(AnswerKind kind, T? value, int epoch, long freshUntil)
    {
        public Answer<T> Answer => new(kind, value, null);

        public int Epoch => epoch;

        public long FreshUntil => freshUntil;

        /// <summary>Why the source could not be asked the last time.</summary>
        public Outage? Outage { get; set; }
    }

    private sealed record Outage(string Fault, int Epoch, long RetryAt);
}
