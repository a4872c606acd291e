using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

using Sluice.EndToEnd.Meters;
using Sluice.Testing;

namespace Sluice.EndToEnd.Running;

/// <summary>A peer that runs, or the direct way to a backend, which has no process of its own.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    /// <summary>The way that every other is compared with.</summary>
    public const string Direct = "direct";

    /// <summary>The peer that stands for the talk's service.</summary>
    public const string Go = "go";

    public const string Sluice = "sluice";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> _log = [];
    private readonly Process? _process;
    private readonly ProcessGroup? _group;
    private readonly TemporaryFolder? _folder;
    private bool _isEnded;

    private PeerProcess(string name, PeerFile? file, SshEndpoint endpoint, Process? process, ProcessGroup? group, TemporaryFolder? folder)
    {
        (Name, File, Endpoint) = (name, file, endpoint);
        (_process, _group, _folder) = (process, group, folder);
    }

    public string Name { get; }

    /// <summary>Null for the direct way.</summary>
    public PeerFile? File { get; }

    public SshEndpoint Endpoint { get; }

    /// <summary>The first process; 0 for the direct way.</summary>
    public int ProcessId => _process?.Id ?? 0;

    /// <summary>Processor seconds of all its processes; 0 for the direct way.</summary>
    public double CpuSeconds() => _group?.CpuSeconds() ?? 0;

    /// <summary>Resident bytes of all its processes; 0 for the direct way.</summary>
    public long ResidentBytes() => _group?.ResidentBytes() ?? 0;

    /// <summary>How its processor time is counted.</summary>
    public string? Method => _group?.Method;

    /// <summary>What it has said so far.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>The direct way.</summary>
    public static PeerProcess To(SshEndpoint backend) => new(Direct, null, backend, null, null, null);

    /// <summary>Starts a peer's script and returns when it listens.</summary>
    /// <param name="file">The script.</param>
    /// <param name="port">Where it is to listen.</param>
    /// <param name="endpoint">Where clients find it.</param>
    /// <param name="environment">What the script is told.</param>
    public static async Task<PeerProcess> StartAsync(PeerFile file, int port, SshEndpoint endpoint, IReadOnlyDictionary<string, string?> environment)
    {
        var folder = new TemporaryFolder($"peer-{file.Name}");
        var group = ProcessGroup.Create($"{file.Name}-{port}");
        var words = group.Launch(["/bin/sh", file.Script]);
        var process = ProgramRunner.Start(words[0], [.. words.Skip(1)], new ProgramOptions { Environment = environment, WorkingFolder = folder.FullName });
        process.StandardInput.Close();
        group.Started(process.Id);
        var peer = new PeerProcess(file.Name, file, endpoint, process, group, folder);
        _ = peer.ReadAsync(process.StandardOutput);
        _ = peer.ReadAsync(process.StandardError);
        try
        {
            var answer = await Eventually.GetAsync(() => process.HasExited ? "ended" : Accepts(port) ? "listens" : null, _patience, () => $"{file.Name} does not listen. It said:\n{peer.Log}");
            return answer == "listens" ? peer : throw new ProgramFailedException($"{file.Script} ended with exit status {process.ExitCode}. It said:\n{peer.Log}");
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it and all that it has started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null || _isEnded) return;
        _isEnded = true;
        var members = _group!.Members();
        if (!_process.HasExited) PosixSignal.Send(_process.Id, PosixSignal.Terminate);
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(4)));
        foreach (var member in _group.Members().Intersect(members)) PosixSignal.Send(member, PosixSignal.Kill);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _group.Dispose();
        _folder!.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _log.Enqueue(line);
            if (_log.Count > 200) _log.TryDequeue(out _);
        }
    }

    private static bool Accepts(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
