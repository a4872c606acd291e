namespace Sluice.Proxy.Caching;

/// <summary>The bounds of an <see cref="AnswerCache{TKey,T}"/>.</summary>
internal sealed record AnswerCacheOptions
{
    /// <summary>Positive answers that are kept at most; the least recently used goes first. Zero keeps none.</summary>
    public int PositiveCount { get; init; } = 100_000;

    /// <summary>How long a positive answer is fresh, from the moment that it was asked for.</summary>
    public TimeSpan PositiveFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Negative answers that are kept at most; they cannot push out positive ones. Zero keeps none.</summary>
    public int NegativeCount { get; init; } = 10_000;

    /// <summary>How long a negative answer is fresh, from the moment that it was asked for.</summary>
    public TimeSpan NegativeFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer may still be used behind its time, if the source cannot be asked. Zero never.</summary>
    public TimeSpan StaleFor { get; init; }

    /// <summary>How long a stale answer is used before the source is asked for it again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the source may take for one question.</summary>
    public TimeSpan AskTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Distinct questions that are under way at most; more are errors at once.</summary>
    public int MaxAsks { get; init; } = 1_000;
}
