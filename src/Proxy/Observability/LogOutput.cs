using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;

using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Observability;

/// <summary>
/// What log lines go into. A full disk behind it costs lines and nothing else: who logs is not told, the lines that are
/// lost are counted, and once writing works again the log says how many they were.
/// </summary>
/// <param name="inner">Standard error.</param>
internal sealed class LogOutput(Stream inner) : WriteStream
{
    private readonly Meter _meter = new("Sluice.Log");
    private long _lost;
    private long _lostInAll;
    private long _since;
    private string _why = "";

    /// <summary>Where it is told that lines were lost; null tells nobody.</summary>
    public ILogger? Logger { get; set; }

    /// <summary>Puts it in the place of the process's standard error.</summary>
    public void Install()
    {
        _meter.CreateObservableCounter("lost_lines_total", () => Volatile.Read(ref _lostInAll), description: "Log lines that could not be written.");
        Console.SetError(new StreamWriter(this, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            // What came last may have been written in part.
            if (_lost > 0) inner.Write("\n"u8);
            inner.Write(buffer);
        }
        catch (IOException e)
        {
            if (_lost == 0) (_since, _why) = (Stopwatch.GetTimestamp(), e.Message);
            var lines = buffer.Count((byte)'\n');
            _lost += lines;
            Interlocked.Add(ref _lostInAll, lines);
            return;
        }
        if (_lost == 0) return;
        var (lost, seconds, why) = (_lost, Stopwatch.GetElapsedTime(_since).TotalSeconds, _why);
        _lost = 0;
        // From another thread: this one may be the only one that makes room in the logger's queue.
        ThreadPool.QueueUserWorkItem(_ => Logger?.LogResumed(lost, seconds, why));
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (IOException)
        {
            // Nothing is kept back here that could be lost by it.
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _meter.Dispose();
        base.Dispose(disposing);
    }
}
