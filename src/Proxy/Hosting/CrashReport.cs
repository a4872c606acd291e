using System.Runtime.InteropServices;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Sessions;
using Sluice.Transport;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// Says what was running when the process ends without being asked properly: an exception that nobody caught, and SIGQUIT and
/// SIGABRT, by which operators and service managers end what hangs. Written once, bounded, and at once; then the process ends as
/// it would have, with a core dump where the system makes one.
/// </summary>
internal sealed class CrashReport(LiveSessions live, ILogger logger, TimeProvider time) : IDisposable
{
    /// <summary>Requests that are told of, the oldest first.</summary>
    public const int MaxRequests = 200;

    /// <summary>The number of SIGABRT, which <see cref="PosixSignal"/> has no name for.</summary>
    private const PosixSignal Abort = (PosixSignal)6;

    private readonly long _started = time.GetTimestamp();
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _written;

    /// <summary>Begins to listen.</summary>
    public void Install()
    {
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
        if (OperatingSystem.IsWindows()) return;
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => OnSignal(context, "SIGQUIT")));
        _signals.Add(PosixSignalRegistration.Create(Abort, context => OnSignal(context, "SIGABRT")));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        foreach (var signal in _signals) signal.Dispose();
    }

    /// <summary>Writes what is running; only the first call does. Never throws.</summary>
    public void Write(string why, Exception? exception)
    {
        if (Interlocked.Exchange(ref _written, 1) != 0) return;
        try
        {
            var running = live.Running.Select(request => request.View()).OrderByDescending(view => view.Age).ToList();
            var buffers = string.Join(", ", BufferUsage.Read().Select(role => $"{role.Role} {role.Blocks} ({role.Bytes} B)"));
            var (uptime, sessions) = ((long)time.GetElapsedTime(_started).TotalSeconds, live.Sessions.Count());
            var (resident, heap) = (Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false));
            logger.Crashed(exception, BuildVersion.Text, why, uptime, sessions, running.Count, resident, heap, buffers);
            foreach (var view in running.Take(MaxRequests)) Tell(view);
            if (running.Count > MaxRequests) logger.MoreWereRunning(running.Count - MaxRequests);
        }
#pragma warning disable CA1031 // The process is ending for another reason, which must not be hidden by this one.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"sluice is ending, and cannot say what was running: {failed.Message}");
        }
    }

    private void Tell(RequestView view)
    {
        var client = view.Client.ToString();
        logger.WasRunning(
            view.Phase, (long)view.Age.TotalSeconds, view.Service, view.Repository, view.User, client, view.Backend, view.BackendConnectionId,
            view.BytesIn, view.BytesOut, view.Owes, view.Id);
    }

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs e) => Write("an exception was not caught.", e.ExceptionObject as Exception);

    // The host would take SIGQUIT for a wish to stop in peace.
    private void OnSignal(PosixSignalContext context, string name)
    {
        context.Cancel = true;
        Write($"{name} came.", null);
        Environment.FailFast($"{name} came.");
    }
}
