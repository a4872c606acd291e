using System.Net.Sockets;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// The way out: readiness goes down, nobody new is accepted, idle clients are sent away, and requests that run go on until
/// they are over or DrainTimeout is: then their users are told, and have a moment to read it. Whoever was accepted before it began is still served: a client that has not logged in
/// yet gets the time to.
/// </summary>
internal sealed class Drain(FrontDoor door, LiveSessions live, Readiness readiness, CurrentModel current, ServiceManager manager, IHostApplicationLifetime lifetime, ILogger<Drain> logger, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan _beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _loginPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _lastWords = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _hurriedWords = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lastBeat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _reportEvery = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private DrainRun? _run;

    /// <summary>True while it goes on, and after it.</summary>
    public bool IsDraining => _run is not null;

    /// <summary>Requests that the end cut off; they are what the exit code tells of.</summary>
    public int Cut { get; private set; }

    /// <summary>
    /// Begins, or joins what has begun; the task ends with the drain, and is cancelled if that is taken back. Only one that an operator began
    /// can be: a signal makes it final.
    /// </summary>
    public Task BeginAsync(DrainCause cause)
    {
        DrainRun run;
        lock (_lock)
        {
            if (_run is { } already)
            {
                if (cause == DrainCause.Stop) already.Cause = already.Cause == DrainCause.Command ? cause : already.Cause;
                return already.Ended.Task;
            }
            run = _run = new DrainRun(cause, time.GetTimestamp(), current.Value.DrainTimeout);
            live.IsDraining = true;
            readiness.IsReady = false;
        }
        if (cause != DrainCause.Upgrade) manager.Stopping();
        _ = RunAsync(run);
        return run.Ended.Task;
    }

    /// <summary>Takes a drain back: clients are accepted again. False, and why, if there is none that can be.</summary>
    public bool TryAbort(out string why)
    {
        long since;
        lock (_lock)
        {
            why = _run switch
            {
                null => "Sluice is not draining.",
                { Cause: DrainCause.Upgrade } => "Another process has taken over from this one, which cannot accept clients again: sluice upgrade starts one that does.",
                { Cause: DrainCause.Stop } => "Sluice was told to stop by a signal, which cannot be taken back.",
                _ => "",
            };
            if (_run is not { } run || why.Length > 0) return false;
            run.Leave();
            try
            {
                // With the lock held: whoever begins a drain meanwhile begins it at an open door.
                door.Reopen();
            }
            catch (SocketException e)
            {
                // What has been let go is gone: the drain goes on from where it was.
                _run = new DrainRun(DrainCause.Command, run.Since, run.Timeout);
                _ = RunAsync(_run);
                why = $"Clients cannot be accepted again ({e.Message}): the drain goes on.";
                return false;
            }
            since = run.Since;
            _run = null;
            live.IsDraining = false;
            readiness.IsReady = true;
        }
        manager.Ready();
        var elapsed = time.GetElapsedTime(since).TotalSeconds;
        logger.DrainAborted(elapsed);
        return true;
    }

    /// <summary>Ends it now, whatever still runs.</summary>
    public void EndNow() => _run?.Hurry();

    /// <summary>Who is still running.</summary>
    public DrainView View(DrainView? predecessor = null)
    {
        var run = _run;
        var sessions = live.Sessions.Count();
        var requests = live.Running.Select(request => DrainingRequest.Of(request.View(), live.Durations)).OrderByDescending(request => request.Age).ToList();
        var age = run is null ? TimeSpan.Zero : time.GetElapsedTime(run.Since);
        return new DrainView
        {
            ProcessId = Environment.ProcessId,
            IsDraining = run is not null,
            Cause = run?.Cause,
            Age = age.TotalSeconds,
            Remaining = run is null ? 0 : Math.Max(0, (run.Timeout - age).TotalSeconds),
            Idle = live.Sessions.Count(session => session.Requests.IsEmpty),
            LoggingIn = Math.Max(0, door.Connections - sessions),
            Requests = requests,
            Predecessor = predecessor,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _run?.Leave();

    private async Task RunAsync(DrainRun run)
    {
        if (run.Cause != DrainCause.Upgrade) await door.RefuseAsync(() => !run.IsLeft).ConfigureAwait(false);
        var timeout = LogText.Duration(run.Timeout);
        logger.Draining(run.Cause switch { DrainCause.Upgrade => "upgraded", DrainCause.Command => "sluice drain", _ => "stopping" }, timeout, live.Requests);
        var reported = TimeSpan.Zero;
        while (!run.IsLeft)
        {
            live.CloseIdle();
            var elapsed = time.GetElapsedTime(run.Since);
            var isEmpty = live.Requests == 0 && live.Staying == 0 && (elapsed > _loginPatience || door.Connections <= live.Sessions.Count());
            if (isEmpty || run.IsHurried || elapsed >= run.Timeout)
            {
                await EndAsync(run, elapsed).ConfigureAwait(false);
                return;
            }
            if (elapsed - reported > _reportEvery)
            {
                reported = elapsed;
                Report(elapsed);
            }
            await run.RestAsync(_beat).ConfigureAwait(false);
        }
        run.Ended.TrySetCanceled();
    }

    private void Report(TimeSpan elapsed)
    {
        if (live.Running.Select(request => request.View()).MaxBy(view => view.Age) is not { } oldest) return;
        var age = LogText.Duration(oldest.Age);
        logger.StillDraining(elapsed.TotalSeconds, oldest.Id, age, live.Requests);
    }

    private async Task EndAsync(DrainRun run, TimeSpan elapsed)
    {
        lock (_lock)
        {
            // Taken back in this moment.
            if (_run != run) return;
            if (run.Cause == DrainCause.Command) run.Cause = DrainCause.Stop;
            Cut = live.Requests;
        }
        if (Cut == 0) logger.Drained(elapsed.TotalSeconds);
        else logger.DrainCut(elapsed.TotalSeconds, run.IsHurried ? "a second signal" : "DrainTimeout", Cut);
        if (Cut > 0) await TellAsync(run).ConfigureAwait(false);
        run.Ended.TrySetResult();
        lifetime.StopApplication();
    }

    /// <summary>Has the users of what still runs read why it ends; who does not read that soon is not waited for.</summary>
    private async Task TellAsync(DrainRun run)
    {
        var since = time.GetTimestamp();
        do
        {
            // Again and again: a client that is in may begin another request.
            foreach (var request in live.Running) request.Stop(isLast: false);
            await Task.Delay(_beat).ConfigureAwait(false);
        }
        while (live.Requests > 0 && time.GetElapsedTime(since) < (run.IsHurried ? _hurriedWords : _lastWords));
        foreach (var request in live.Running) request.Stop(isLast: true);
        // Their access lines are written by others.
        for (since = time.GetTimestamp(); live.Requests > 0 && time.GetElapsedTime(since) < _lastBeat;) await Task.Delay(_beat / 4).ConfigureAwait(false);
    }
}
