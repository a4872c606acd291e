using System.Text.Json;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// Has another process of the program, which may have been replaced meanwhile, take over the listening sockets. This one
/// leaves only when that one has said that it accepts clients; at no moment is there nobody who does.
/// </summary>
internal sealed class Upgrade(FrontDoor door, HttpSockets http, Drain drain, ServiceManager manager, InheritedSockets inherited, ILogger<Upgrade> logger, TimeProvider time)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _reportEvery = TimeSpan.FromSeconds(1);

    private int _isUnderWay;
    private volatile bool _hasHangUp;

    /// <summary>True while another process is being started to take over.</summary>
    public bool IsUnderWay => Volatile.Read(ref _isUnderWay) != 0;

    /// <summary>Upgrades; what came of it.</summary>
    public async Task<UpgradeResult> RunAsync()
    {
        if (drain.IsDraining) return Refused("it is draining, and takes nobody on any more.");
        if (Interlocked.Exchange(ref _isUnderWay, 1) != 0) return Refused("another upgrade is under way.");
        try
        {
            // One that has only just taken over is not done with that.
            if (inherited.Predecessor is { HasLeft: false } before) await Task.WhenAny(before.Left, Task.Delay(_patience, time)).ConfigureAwait(false);
            return await HandOverAsync().ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isUnderWay, 0);
        }
    }

    /// <summary>True if the configuration is to be read again by the process that is being started, which is told when it can hear.</summary>
    public bool TryPassHangUp()
    {
        if (!IsUnderWay) return false;
        _hasHangUp = true;
        return true;
    }

    /// <summary>What is to be done after a failed upgrade because of a hang-up that was meant to be passed on.</summary>
    public Action? MissedHangUp { get; set; }

    private async Task<UpgradeResult> HandOverAsync()
    {
        _hasHangUp = false;
        // Before they can be shared: whoever stops us meanwhile would have clients refused that the other process accepts.
        await door.LendAsync().ConfigureAwait(false);
        List<(string Role, int Descriptor)> sockets = [.. door.Descriptors, .. http.Descriptors];
        if (Successor.Start(sockets, out var fault) is not { } successor) return await FailedAsync(fault).ConfigureAwait(false);
        logger.UpgradeBegun(successor.ProcessId, sockets.Count);
        if (await successor.StartedAsync(_patience).ConfigureAwait(false) is { } why)
        {
            await successor.EndAsync().ConfigureAwait(false);
            successor.Dispose();
            return await FailedAsync(why).ConfigureAwait(false);
        }
        await door.ReleaseAsync().ConfigureAwait(false);
        http.Release();
        manager.HandOver(successor.ProcessId);
        logger.Upgraded(successor.ProcessId);
        await successor.TrySayAsync(Predecessor.Go).ConfigureAwait(false);
        if (_hasHangUp) successor.HangUp();
        _ = ReportAsync(successor, drain.BeginAsync(DrainCause.Upgrade));
        return new UpgradeResult(successor.ProcessId, null);
    }

    private async Task ReportAsync(Successor successor, Task drained)
    {
        using (successor)
        {
            while (!drained.IsCompleted && await successor.TrySayAsync(JsonSerializer.Serialize(drain.View(), DrainView.Json)).ConfigureAwait(false))
                await Task.WhenAny(drained, Task.Delay(_reportEvery, time)).ConfigureAwait(false);
        }
    }

    private async Task<UpgradeResult> FailedAsync(string why)
    {
        await door.TakeBackAsync().ConfigureAwait(false);
        logger.UpgradeFailed(why);
        if (_hasHangUp) MissedHangUp?.Invoke();
        return new UpgradeResult(null, $"The upgrade failed and the process that runs goes on as before: {why}");
    }

    private UpgradeResult Refused(string why)
    {
        logger.UpgradeFailed(why);
        return new UpgradeResult(null, $"Sluice cannot be upgraded now: {why}");
    }
}
