using System.Diagnostics;

namespace Sluice.Testing;

/// <summary>Waits for something that another process will do soon.</summary>
public static class Eventually
{
    /// <summary>Asks again and again until the answer is not null; a timeout is a failure with the given sentence.</summary>
    public static async Task<T> GetAsync<T>(Func<T?> ask, TimeSpan limit, Func<string> otherwise)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (ask() is { } answer)
                return answer;
            if (Stopwatch.GetElapsedTime(started) > limit)
                throw new TimeoutException($"Nothing after {limit.TotalSeconds:0.#} s: {otherwise()}");
            await Task.Delay(20).ConfigureAwait(false);
        }
    }

    /// <summary>Asks again and again until the answer is yes; a timeout is a failure with the given sentence.</summary>
    public static Task HoldsAsync(Func<bool> ask, TimeSpan limit, Func<string> otherwise) =>
        GetAsync(() => ask() ? "" : null, limit, otherwise);
}
