using Sluice.Soak.Endings;
using Sluice.Soak.Peers;

namespace Sluice.Profile.Loads;

/// <summary>Clients that read a stream without end.</summary>
internal sealed class StreamLoad(LightSite site) : ILoad
{
    private const int Clients = 2;

    private readonly List<Play> _plays = [];

    /// <inheritdoc/>
    public int ProcessId => site.Proxy.ProcessId;

    /// <inheritdoc/>
    public string Description => $"{Clients} clients each read an endless stream of a backend's; both ends are SSH of Sluice's own in one other process, with the ciphers that they agree on first.";

    /// <inheritdoc/>
    public string Unit => "GiB";

    /// <inheritdoc/>
    public double Done => _plays.Sum(play => play.Channel.Bytes) / (double)(1L << 30);

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var i = 0; i < Clients; i++) _plays.Add(await Play.StartAsync(site, "main/endless/0"));
        var stopped = new TaskCompletionSource();
        await using (stop.Register(() => stopped.TrySetResult())) await stopped.Task;
        foreach (var play in _plays) play.Disconnect();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => site.DisposeAsync();
}
