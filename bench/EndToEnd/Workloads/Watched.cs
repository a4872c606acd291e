using Sluice.EndToEnd.Loads;
using Sluice.EndToEnd.Results;
using Sluice.EndToEnd.Running;

namespace Sluice.EndToEnd.Workloads;

/// <summary>A fresh peer with a light backend of its own and the crowd that comes to it, and its memory on the way.</summary>
internal sealed class Watched(string name, int count, string @case, bool withChannel) : IAsyncDisposable
{
    private const double Kibi = 1024;

    private PeerProcess? _backend;
    private PeerProcess? _peer;
    private HeldCrowd? _crowd;
    private long _fresh;
    private long _arrived;
    private long _held;

    public string Name => name;

    public string Case => @case;

    /// <summary>How many are to come.</summary>
    public int Count => count;

    /// <summary>Starts and warms the peer.</summary>
    public async Task StartAsync(Bench bench)
    {
        _backend = await bench.KeepAsync(bench.Stage.StartLightAsync());
        _peer = await bench.KeepAsync(bench.Stage.StartBeforeAsync(name, _backend));
        await bench.WarmAsync(_peer, bench.Options.CrowdWarmUpLogins);
    }

    /// <summary>Looks at its memory; then all come.</summary>
    public async Task ConnectAsync(Bench bench)
    {
        _fresh = _peer!.ResidentBytes();
        _crowd = await bench.KeepAsync(HeldCrowd.StartAsync(bench.Load, _peer, count, withChannel));
    }

    /// <summary>Looks at its memory a moment after they have come.</summary>
    public Task SeeArrived()
    {
        _arrived = _peer!.ResidentBytes();
        return Task.CompletedTask;
    }

    /// <summary>Looks at its memory when they have been quiet for a while.</summary>
    public Task SeeHeld()
    {
        _held = _peer!.ResidentBytes();
        return Task.CompletedTask;
    }

    /// <summary>All leave.</summary>
    public Task LeaveAsync() => _crowd!.LeaveAsync();

    /// <summary>Looks at its memory again and gives all that was seen. What it is below the fresh process is no more given back than all.</summary>
    public Sample ToSample(TimeSpan sinceTheyLeft)
    {
        var after = _peer!.ResidentBytes();
        return new Sample(IdleConnections.Title, @case, name, 0, new Dictionary<string, double>
        {
            ["connections"] = _crowd!.Held,
            ["freshKibibytes"] = _fresh / Kibi,
            ["arrivedKibibytes"] = _arrived / Kibi,
            ["heldKibibytes"] = _held / Kibi,
            ["afterKibibytes"] = after / Kibi,
            ["kibibytesOnArrival"] = (_arrived - _fresh) / Kibi / _crowd.Held,
            ["kibibytes"] = (_held - _fresh) / Kibi / _crowd.Held,
            ["givenBack"] = Math.Clamp((double)(_held - after) / Math.Max(1, _held - _fresh), 0, 1),
            ["secondsSinceTheyLeft"] = sinceTheyLeft.TotalSeconds,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_crowd is not null) await _crowd.DisposeAsync();
        if (_peer is not null) await _peer.DisposeAsync();
        if (_backend is not null) await _backend.DisposeAsync();
    }
}
