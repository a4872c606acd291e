using System.Net.Sockets;
using System.Text.Json;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// The process that this one takes over from, at the other end of a socket: it hears that we accept, or why we do not, and
/// then tells how far it has drained.
/// </summary>
internal sealed class Predecessor : IDisposable
{
    public const string Ready = "ready";
    public const string Go = "go";
    public const string Fault = "fault: ";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;
    private volatile DrainView? _drain;
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Predecessor(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream);
    }

    /// <summary>How far it has drained, as it said last; null once it is gone.</summary>
    public DrainView? Drain => _drain;

    /// <summary>True once its sockets are ours alone.</summary>
    public bool HasLeft => _left.Task.IsCompleted;

    /// <summary>Completes when they are.</summary>
    public Task Left => _left.Task;

    /// <summary>Opens the inherited end; null if that is no socket.</summary>
    public static Predecessor? TryOpen(int descriptor)
    {
        try
        {
            Libc.SetInherited(descriptor, false);
            return new Predecessor(new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)));
        }
        catch (Exception e) when (e is SocketException or ArgumentException or IOException)
        {
            return null;
        }
    }

    /// <summary>We accept: returns when the other one has left the field, or is gone, or does not answer.</summary>
    public async Task TakeOverAsync()
    {
        try
        {
            await WriteAsync(Ready).ConfigureAwait(false);
            await _reader.ReadLineAsync().WaitAsync(_patience).ConfigureAwait(false);
            _ = FollowAsync();
        }
        catch (Exception e) when (e is IOException or TimeoutException or ObjectDisposedException)
        {
            // Whoever is gone has left the field.
        }
        _left.TrySetResult();
    }

    /// <summary>We do not start, and this is why.</summary>
    public async Task GiveUpAsync(string why)
    {
        try
        {
            await WriteAsync(Fault + why.ReplaceLineEndings(" ")).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // Then nobody wants to know.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    private Task WriteAsync(string line) => _stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line + "\n")).AsTask().WaitAsync(_patience);

    private async Task FollowAsync()
    {
        try
        {
            while (await _reader.ReadLineAsync().ConfigureAwait(false) is { } line) _drain = JsonSerializer.Deserialize<DrainView>(line, DrainView.Json);
        }
        catch (Exception e) when (e is IOException or JsonException or ObjectDisposedException or InvalidOperationException)
        {
            // It was told as long as it could be understood.
        }
        _drain = null;
    }
}
