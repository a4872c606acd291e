using System.Text;

using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>
/// Our last words on a client's channel: text on standard error as far as the client's window lets it pass, then EOF,
/// exit-status and CLOSE (RFC 4254 sections 5.2, 5.3, 6.10). A client that closes first is not kept waiting.
/// </summary>
/// <param name="channel">The client's channel.</param>
/// <param name="text">What to say, with its line ends.</param>
/// <param name="exitStatus">The exit status that the user's command gets.</param>
internal sealed class Farewell(SshChannel channel, string text, uint exitStatus)
{
    /// <summary>How long a client may take to read it: behind a slow line a whole window of data may still be before it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const uint StandardError = 1;

    private readonly Lock _gate = new();
    private readonly byte[] _text = Encoding.UTF8.GetBytes(text);
    private int _sent;
    private bool _over;

    /// <summary>Says what the window has room for. Called at first and whenever the client grants more.</summary>
    public void Continue()
    {
        lock (_gate)
        {
            if (_over) return;
            _sent += channel.Send(_text.AsSpan(_sent), StandardError);
            if (_sent == _text.Length) Leave();
        }
    }

    /// <summary>The client closed its direction: whatever is unsaid stays unsaid.</summary>
    public void CutShort()
    {
        lock (_gate)
        {
            if (!_over) Leave();
        }
    }

    private void Leave()
    {
        _over = true;
        channel.SendEof();
        channel.SendExitStatus(exitStatus);
        channel.SendClose();
    }
}
