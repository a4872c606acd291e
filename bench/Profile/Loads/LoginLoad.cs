using Sluice.Soak.Peers;

namespace Sluice.Profile.Loads;

/// <summary>Clients that log in, run one command and leave.</summary>
internal sealed class LoginLoad(LightSite site) : ILoad
{
    private const int AtOnce = 4;

    private long _done;

    /// <inheritdoc/>
    public int ProcessId => site.Proxy.ProcessId;

    /// <inheritdoc/>
    public string Description => $"{AtOnce} clients at a time connect, log in with an ed25519 key, run one command that ends at once over a shared backend connection, and leave.";

    /// <inheritdoc/>
    public string Unit => "login with a command";

    /// <inheritdoc/>
    public double Done => Volatile.Read(ref _done);

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken stop) => Crowd.VisitAsync(site, int.MaxValue, AtOnce, stop, () => Interlocked.Increment(ref _done));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => site.DisposeAsync();
}
