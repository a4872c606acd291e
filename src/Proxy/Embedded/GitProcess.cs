using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipelines;

using Sluice.Transport;

namespace Sluice.Proxy.Embedded;

/// <summary>
/// A git command of the system behind a channel. What the client may send is what the process has taken; what the
/// process writes waits for the client's window, so that neither side can make memory grow.
/// </summary>
internal sealed class GitProcess
{
    /// <summary>Bytes that the client may have under way to the process.</summary>
    private const int InputWindow = 1 << 20;

    /// <summary>Bytes that may wait for the network before the process has to wait.</summary>
    private const int OutputLimit = 1 << 18;

    private const int BlockSize = 32 * 1024;

    private readonly SshChannel _channel;
    private readonly Process _process;

    // Never pauses its writer: the window bounds what can lie in it.
    private readonly Pipe _input = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly RoomSignal _room = new();
    private bool _inputEnded;
    private volatile bool _clientGone;
    private volatile bool _outputEnded;

    private GitProcess(SshChannel channel, Process process) => (_channel, _process) = (channel, process);

    /// <summary>Starts <c>git COMMAND PATH</c>; null and a sentence if there is no git.</summary>
    public static GitProcess? Start(SshChannel channel, string command, string path, string? gitProtocol, out string fault)
    {
        fault = "";
        try
        {
            var process = new GitProcess(channel, Process.Start(StartInfo(command, path, gitProtocol))!);
            channel.Grant(InputWindow);
            _ = process.RunAsync();
            return process;
        }
        catch (Win32Exception e)
        {
            fault = $"git cannot be started here ({e.Message}).";
            return null;
        }
    }

    /// <summary>The client's data; called by the receive loop.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_inputEnded) return;
        _input.Writer.Write(bytes);
        // Completes at once, because the pipe never pauses; the task that comes of it carries no news.
        _ = _input.Writer.FlushAsync().AsTask();
    }

    /// <summary>The client sends no more.</summary>
    public void EndInput()
    {
        _inputEnded = true;
        _input.Writer.Complete();
    }

    /// <summary>The client's window or the connection's queue has room again.</summary>
    public void OnRoom() => _room.Set();

    /// <summary>The client wants to hear no more; a command that still writes is ended.</summary>
    public void OnClientClosed()
    {
        if (!_outputEnded) Kill();
    }

    /// <summary>The client is gone, and the command with it.</summary>
    public void Kill()
    {
        _clientGone = true;
        _room.Set();
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }

    private async Task RunAsync()
    {
        using (_process)
        {
            var input = PumpInputAsync();
            await Task.WhenAll(
                PumpOutputAsync(_process.StandardOutput.BaseStream, extendedType: 0),
                PumpOutputAsync(_process.StandardError.BaseStream, extendedType: 1)).ConfigureAwait(false);
            _outputEnded = true;
            _channel.SendEof();
            await _process.WaitForExitAsync().ConfigureAwait(false);
            _channel.SendExitStatus((uint)_process.ExitCode);
            _channel.SendClose();
            _input.Reader.CancelPendingRead();
            await input.ConfigureAwait(false);
        }
    }

    private async Task PumpInputAsync()
    {
        try
        {
            await using var standardInput = _process.StandardInput.BaseStream;
            while (true)
            {
                var read = await _input.Reader.ReadAsync().ConfigureAwait(false);
                foreach (var block in read.Buffer) await standardInput.WriteAsync(block).ConfigureAwait(false);
                await standardInput.FlushAsync().ConfigureAwait(false);
                var taken = (uint)read.Buffer.Length;
                _input.Reader.AdvanceTo(read.Buffer.End);
                _channel.Grant(taken);
                if (read.IsCompleted || read.IsCanceled) return;
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The command ended before its input did, which is its right: the exit status tells the rest.
        }
        finally
        {
            await _input.Reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async Task PumpOutputAsync(Stream output, uint extendedType)
    {
        using var block = MemoryPool<byte>.Shared.Rent(BlockSize);
        while (true)
        {
            int read;
            try
            {
                read = await output.ReadAsync(block.Memory[..BlockSize]).ConfigureAwait(false);
            }
            catch (IOException)
            {
                return;
            }
            if (read == 0) return;
            await SendAsync(block.Memory[..read], extendedType).ConfigureAwait(false);
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, uint extendedType)
    {
        while (!bytes.IsEmpty && !_clientGone)
        {
            // Asked for before looking, so that room made in between is not missed.
            var room = _room.Next;
            if (_channel.Queued < OutputLimit) bytes = bytes[_channel.Send(bytes.Span, extendedType)..];
            if (!bytes.IsEmpty) await room.ConfigureAwait(false);
        }
    }

    private static ProcessStartInfo StartInfo(string command, string path, string? gitProtocol)
    {
        var start = new ProcessStartInfo("git")
        {
            ArgumentList = { command, path },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The operator's own git settings are not the server's.
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment.Remove("GIT_DIR");
        start.Environment.Remove("GIT_PROTOCOL");
        if (gitProtocol is not null) start.Environment["GIT_PROTOCOL"] = gitProtocol;
        return start;
    }
}
