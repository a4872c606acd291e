namespace Sluice.Proxy.Backends;

/// <summary>Hears how a backend does.</summary>
internal interface IBackendWatch
{
    /// <summary>It opened a channel.</summary>
    void OnOpened();

    /// <summary>It could not be reached, or a connection to it broke.</summary>
    /// <param name="reason">In a few words, for operators.</param>
    void OnFailed(string reason);
}
