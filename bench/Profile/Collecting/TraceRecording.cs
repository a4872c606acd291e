using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing.Etlx;

namespace Sluice.Profile.Collecting;

/// <summary>Writes what some providers say about a process to a file, and opens it with all names resolved.</summary>
internal sealed class TraceRecording : IAsyncDisposable
{
    private readonly EventPipeSession _session;
    private readonly string _file;
    private readonly Task _copying;

    private TraceRecording(EventPipeSession session, string file)
    {
        _session = session;
        _file = file;
        _copying = CopyAsync();
    }

    /// <summary>Begins to record.</summary>
    public static async Task<TraceRecording> StartAsync(int processId, string file, IEnumerable<EventPipeProvider> providers) =>
        // The rundown at the end names the methods that were compiled before.
        new(await new DiagnosticsClient(processId).StartEventPipeSessionAsync(providers, requestRundown: true, circularBufferMB: 256, CancellationToken.None), file);

    /// <summary>Stops, and opens what was written.</summary>
    public async Task<TraceLog> StopAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _session.StopAsync(patience.Token);
        await _copying.WaitAsync(patience.Token);
        return new TraceLog(TraceLog.CreateFromEventPipeDataFile(_file, _file + ".etlx", new TraceLogOptions { ContinueOnError = true }));
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task CopyAsync()
    {
        await using var file = File.Create(_file);
        await _session.EventStream.CopyToAsync(file);
    }
}
