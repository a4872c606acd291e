using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>What the client did before the command ran: it is kept, and said to the backend behind the command. Guarded by the relay's gate.</summary>
internal sealed class EarlyWords
{
    private byte[]? _signal;
    private bool _eof;

    /// <summary>The client wants a signal delivered; the last one counts.</summary>
    public void Signal(ReadOnlySpan<byte> payload) => _signal = payload.ToArray();

    /// <summary>The client sends no data.</summary>
    public void Eof() => _eof = true;

    /// <summary>Says it all.</summary>
    public void Replay(SshChannel backend)
    {
        if (_signal is not null) backend.SendRequest("signal"u8, wantsReply: false, _signal);
        if (_eof) backend.SendEof();
    }
}
