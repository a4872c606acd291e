namespace Sluice.Proxy.Caching;

/// <summary>What came of asking.</summary>
internal enum AnswerKind
{
    /// <summary>The source gave no answer; such is never kept.</summary>
    Error,

    /// <summary>Yes, with a value.</summary>
    Positive,

    /// <summary>No, perhaps with a value that says more.</summary>
    Negative,
}

/// <summary>An answer to a question, or why there is none. The default value is an error without words.</summary>
/// <param name="Kind">Which of the three it is.</param>
/// <param name="Value">What was answered; the default value for an error.</param>
/// <param name="Fault">Why there is no answer, a sentence; null for one of the others.</param>
/// <param name="MaxAge">How long the source wants it to be kept at most; null leaves that to who keeps it, zero keeps nothing.</param>
internal readonly record struct Answer<T>(AnswerKind Kind, T? Value, string? Fault, TimeSpan? MaxAge = null)
{
    /// <summary>True for a yes or a no.</summary>
    public bool IsAnswer => Kind != AnswerKind.Error;
}

/// <summary>Makes answers.</summary>
internal static class Answer
{
    /// <summary>Yes.</summary>
    public static Answer<T> Positive<T>(T value, TimeSpan? maxAge = null) => new(AnswerKind.Positive, value, null, maxAge);

    /// <summary>No.</summary>
    public static Answer<T> Negative<T>(T? value = default, TimeSpan? maxAge = null) => new(AnswerKind.Negative, value, null, maxAge);

    /// <summary>No answer.</summary>
    public static Answer<T> Error<T>(string fault) => new(AnswerKind.Error, default, fault);
}
