namespace Sluice.Proxy.Backends;

/// <summary>Hears how a backend does.</summary>
internal interface IBackendWatch
{
    /// <summary>It opened a channel, which took it that long.</summary>
    void OnOpened(TimeSpan took);

    /// <summary>It could not be reached, or a connection to it broke; told once for a connection.</summary>
    /// <param name="reason">In a few words, for operators.</param>
    void OnFailed(string reason);
}
