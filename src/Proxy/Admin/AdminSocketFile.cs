using System.Net.Sockets;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Admin;

/// <summary>
/// The file of the Unix socket. It is made under a name of this process' own and moved to its place when all else has
/// started: one that is in use is replaced without a gap. Nobody else may use it from before it listens, in whatever folder.
/// </summary>
internal sealed class AdminSocketFile
{
    private readonly string _path;

    /// <param name="address">Where it will be.</param>
    /// <exception cref="IOException">The folder cannot be written, or something else is there.</exception>
    public AdminSocketFile(AdminAddress.Unix address)
    {
        _path = address.Path;
        if (new FileInfo(_path) is { Exists: true, Length: > 0 } || Directory.Exists(_path))
            throw new IOException($"{_path} is there and is no socket: move it away, or change AdminListen.");
        Draft = Path.Combine(Path.GetDirectoryName(_path)!, $".{Path.GetFileName(_path)}.{Environment.ProcessId}");
        Try(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            // What a process of this number left behind that was killed while it started.
            File.Delete(Draft);
        });
    }

    /// <summary>Where to listen.</summary>
    public string Draft { get; }

    /// <summary>It listens: puts it to its place.</summary>
    /// <exception cref="IOException">What is there is somebody else's.</exception>
    public void Publish() => Try(() => File.Move(Draft, _path, overwrite: true));

    /// <summary>Nobody listens any more: removes it, unless another process has put its own there.</summary>
    public void Remove()
    {
        File.Delete(Draft);
        if (File.Exists(_path) && !IsAnswered()) File.Delete(_path);
    }

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{_path} cannot be made ({e.Message}): change AdminListen, or who may write there.", e);
        }
    }

    private bool IsAnswered()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(_path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
