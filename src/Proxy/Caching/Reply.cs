namespace Sluice.Proxy.Caching;

/// <summary>Where a reply comes from.</summary>
internal enum ReplyOrigin
{
    /// <summary>It was kept and is fresh.</summary>
    Cache,

    /// <summary>The source was asked, by this caller or by another with the same question.</summary>
    Source,

    /// <summary>It was kept and is no longer fresh, but the source cannot be asked.</summary>
    Stale,
}

/// <summary>What an <see cref="AnswerCache{TKey,T}"/> says to a question.</summary>
/// <param name="Answer">The answer, or the error if nothing that is kept may stand in for it.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Fault">Why the source could not be asked, if so; also when something stale stands in.</param>
internal readonly record struct Reply<T>(Answer<T> Answer, ReplyOrigin Origin, string? Fault = null);
