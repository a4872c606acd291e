namespace Sluice.Proxy.Hosting;

/// <summary>Whether clients should be sent here; <c>/readyz</c> tells. Set by the service that listens.</summary>
internal sealed class Readiness
{
    private volatile bool _isReady;

    /// <summary>True from the moment all listeners are bound until draining begins.</summary>
    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }
}
