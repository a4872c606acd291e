using System.Net.Sockets;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Admin;

/// <summary>
/// The file of the Unix socket. It is made in a folder that nobody else may enter and moved to its place when all else
/// has started: nobody finds it with a mode that is too wide, and one that is in use is replaced without a gap.
/// </summary>
internal sealed class AdminSocketFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly string _workshop;

    /// <param name="address">Where it will be.</param>
    /// <exception cref="IOException">The folder cannot be written, or something else is there.</exception>
    public AdminSocketFile(AdminAddress.Unix address)
    {
        _path = address.Path;
        if (new FileInfo(_path) is { Exists: true, Length: > 0 } || Directory.Exists(_path))
            throw new IOException($"{_path} is there and is no socket: move it away, or change AdminListen.");
        _workshop = Path.Combine(Path.GetDirectoryName(_path)!, $".{Environment.ProcessId}");
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_workshop);
            else Directory.CreateDirectory(_workshop, Private | UnixFileMode.UserExecute);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{_path} cannot be made ({e.Message}): change AdminListen, or who may write there.", e);
        }
        Draft = Path.Combine(_workshop, "s");
        File.Delete(Draft);
    }

    /// <summary>Where to listen.</summary>
    public string Draft { get; }

    /// <summary>It listens: puts it to its place.</summary>
    public void Publish()
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Draft, Private);
        File.Move(Draft, _path, overwrite: true);
        Directory.Delete(_workshop);
    }

    /// <summary>Nobody listens any more: removes it, unless another process has put its own there.</summary>
    public void Remove()
    {
        if (Directory.Exists(_workshop)) Directory.Delete(_workshop, recursive: true);
        if (File.Exists(_path) && !IsAnswered()) File.Delete(_path);
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
