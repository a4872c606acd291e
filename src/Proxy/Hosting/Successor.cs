using System.Collections;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// The process that is to take over: this program once more, from the path that this one was started from and with its
/// arguments. It inherits the listening sockets from descriptor 3 on, and behind them one end of a socket to us.
/// </summary>
internal sealed class Successor : IDisposable
{
    /// <summary>Tells it what it was started for: our process id and the roles of the sockets.</summary>
    public const string Variable = "SLUICE_UPGRADE";

    private const int KillSignal = 9;
    private const int HangUpSignal = 1;
    private const int ActionsSize = 1024;

    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private Successor(int processId, int channel)
    {
        ProcessId = processId;
        _stream = new NetworkStream(new Socket(new SafeSocketHandle(channel, ownsHandle: true)), ownsSocket: true);
        _reader = new StreamReader(_stream);
    }

    public int ProcessId { get; }

    /// <summary>Starts it; null and why, if it could not be started at all.</summary>
    public static Successor? Start(IReadOnlyList<(string Role, int Descriptor)> sockets, out string fault)
    {
        var ends = new int[2];
        if (Libc.SocketPair(Libc.LocalFamily, Libc.Stream | Libc.CloseOnExec, 0, ends) != 0)
        {
            fault = Marshal.GetLastPInvokeErrorMessage();
            return null;
        }
        var processId = Spawn([.. sockets.Select(socket => socket.Descriptor), ends[1]], string.Join(':', sockets.Select(socket => socket.Role).Prepend($"{Environment.ProcessId}")), out fault);
        _ = Libc.Close(ends[1]);
        if (processId != 0) return new Successor(processId, ends[0]);
        _ = Libc.Close(ends[0]);
        return null;
    }

    /// <summary>Null once it accepts; else why it does not. One that does not say in time does not.</summary>
    public async Task<string?> StartedAsync(TimeSpan patience)
    {
        try
        {
            var line = await _reader.ReadLineAsync().WaitAsync(patience).ConfigureAwait(false);
            if (line == Predecessor.Ready) return null;
            return line?.StartsWith(Predecessor.Fault, StringComparison.Ordinal) == true ? line[Predecessor.Fault.Length..] : "it ended before it accepted anybody; its log lines say more.";
        }
        catch (TimeoutException)
        {
            return $"it did not accept anybody within {patience.TotalSeconds:0} seconds.";
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    /// <summary>Says a line to it; one that is gone does not hear it.</summary>
    public async Task<bool> TrySayAsync(string line)
    {
        try
        {
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n")).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Has it read its configuration again.</summary>
    public void HangUp() => _ = Libc.Kill(ProcessId, HangUpSignal);

    /// <summary>It is not wanted any more: ends it, and leaves nothing of it behind.</summary>
    public async Task EndAsync()
    {
        _ = Libc.Kill(ProcessId, KillSignal);
        while (Libc.Wait(ProcessId, out _, Libc.NoHang) == 0) await Task.Delay(20).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    private static int Spawn(IReadOnlyList<int> descriptors, string word, out string fault)
    {
        // Above all targets: none is overwritten before it is passed.
        var above = descriptors.Select(descriptor => Libc.Duplicate(descriptor, InheritedSockets.First + descriptors.Count)).ToList();
        var actions = Marshal.AllocHGlobal(ActionsSize);
        try
        {
            _ = Libc.BeginActions(actions);
            foreach (var (index, descriptor) in above.Index()) _ = Libc.AddDuplicate(actions, descriptor, InheritedSockets.First + index);
            var arguments = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).TrimEnd('\0').Split('\0');
            var error = Libc.Spawn(out var processId, arguments[0], actions, 0, [.. arguments, null], [.. EnvironmentOf(word), null]);
            fault = error == 0 ? "" : $"{arguments[0]} cannot be started ({Marshal.GetPInvokeErrorMessage(error)}).";
            return error == 0 ? processId : 0;
        }
        catch (IOException e)
        {
            fault = e.Message;
            return 0;
        }
        finally
        {
            _ = Libc.EndActions(actions);
            Marshal.FreeHGlobal(actions);
            foreach (var descriptor in above.Where(descriptor => descriptor >= 0)) _ = Libc.Close(descriptor);
        }
    }

    // What was said about this process is not true of that one: systemd's sockets and its watchdog name a process id.
    private static IEnumerable<string> EnvironmentOf(string word) =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => variable.Key is not (Variable or "LISTEN_PID" or "LISTEN_FDS" or "LISTEN_FDNAMES" or "WATCHDOG_PID"))
            .Select(variable => $"{variable.Key}={variable.Value}")
            .Append($"{Variable}={word}");
}
