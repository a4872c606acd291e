namespace Sluice.Proxy.Sessions;

/// <summary>How long the last requests took, so that one may guess how long those will take that are under way.</summary>
internal sealed class RequestDurations
{
    private const int Kept = 512;
    private const int Least = 3;

    private readonly Lock _lock = new();
    private readonly (string? Service, double Seconds)[] _last = new (string?, double)[Kept];
    private long _count;

    /// <summary>A request is over.</summary>
    public void Add(RequestView request)
    {
        lock (_lock) _last[_count++ % Kept] = (request.Service, request.Age.TotalSeconds);
    }

    /// <summary>
    /// How much longer a request of that age may take: the median of what was left for requests of the same service that grew
    /// older than it is now. Null if there are too few of them to say.
    /// </summary>
    public TimeSpan? Remaining(string? service, TimeSpan age)
    {
        List<double> rest;
        lock (_lock)
        {
            rest = [.. _last.Take((int)Math.Min(_count, Kept))
                .Where(last => last.Service == service && last.Seconds > age.TotalSeconds)
                .Select(last => last.Seconds - age.TotalSeconds).Order()];
        }
        return rest.Count < Least ? null : TimeSpan.FromSeconds(rest[rest.Count / 2]);
    }
}
