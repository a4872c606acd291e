using System.Collections.Concurrent;

using Sluice.Testing;

namespace Sluice.Soak.GameDays;

/// <summary>Users who clone and push all the time, gently: what is measured is the proxy and not the machine.</summary>
internal sealed class Traffic
{
    private const int Cloners = 3;

    private readonly ConcurrentQueue<Transfer> _transfers = new();
    private readonly List<Task> _loops = [];
    private Pusher? _pusher;
    private volatile bool _isEnding;

    /// <summary>Begins.</summary>
    public static async Task<Traffic> StartAsync(GameStage stage)
    {
        var traffic = new Traffic { _pusher = await Pusher.CreateAsync(stage) };
        for (var i = 0; i < Cloners; i++) traffic._loops.Add(traffic.LoopAsync(stage.CloneAsync));
        traffic._loops.Add(traffic.LoopAsync(() => traffic._pusher.PushAsync()));
        // Every one of them has begun before anything goes wrong.
        await Eventually.HoldsAsync(() => traffic._transfers.Count >= Cloners + 1, TimeSpan.FromMinutes(1), () => "the clients did not get through.");
        return traffic;
    }

    /// <summary>Lets what runs come to its end, and gives everything that was done.</summary>
    public async Task<IReadOnlyList<Transfer>> EndAsync()
    {
        _isEnding = true;
        await Task.WhenAll(_loops);
        await _pusher!.EndAsync();
        return [.. _transfers];
    }

    private async Task LoopAsync(Func<Task<Transfer>> transfer)
    {
        while (!_isEnding)
        {
            var done = await transfer();
            _transfers.Enqueue(done);
            if (!done.IsGood) await Task.Delay(200);
        }
    }
}
