namespace Sluice.Proxy.Backends.Pooling;

/// <summary>The most sessions on one connection: as configured, or as the backend's refusals have taught. Not safe for several threads.</summary>
internal sealed class SessionLimit(int configured, TimeProvider time)
{
    /// <summary>A backend may have been told to take more sessions since it refused one.</summary>
    private static readonly TimeSpan _memory = TimeSpan.FromMinutes(10);

    private int? _learned;
    private long _learnedAt;

    /// <summary>The limit for connections that are made now.</summary>
    public int Value => _learned ?? configured;

    /// <summary>The backend took no more than <paramref name="sessions"/>, at least 1. True if that is news.</summary>
    public bool Learn(int sessions)
    {
        if (sessions >= Value) return false;
        (_learned, _learnedAt) = (sessions, time.GetTimestamp());
        return true;
    }

    /// <summary>Forgets what was learned long ago. True if there was anything.</summary>
    public bool Forget()
    {
        if (_learned is null || time.GetElapsedTime(_learnedAt) <= _memory) return false;
        _learned = null;
        return true;
    }
}
