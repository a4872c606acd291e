using System.Buffers.Binary;

using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>
/// How the backend's command ended (RFC 4254 section 6.10), kept until the client may hear it: sshd tells it when its
/// child ends, which may be before the child's last output.
/// </summary>
internal sealed class ExitReport
{
    /// <summary>exit-signal carries a message; a longer one is not worth keeping.</summary>
    private const int MaxPayload = 4096;

    private byte[]? _payload;

    /// <summary>The signal that ended the command, without SIG; null if none did.</summary>
    public string? Signal { get; private set; }

    /// <summary>True once the client was told.</summary>
    public bool IsTold { get; private set; }

    /// <summary>Keeps a request if it is the first that tells the exit.</summary>
    public void Offer(in ChannelRequest request)
    {
        if (_payload is not null) return;
        if (request.TryReadExitStatus(out _))
        {
            _payload = request.Payload.ToArray();
        }
        else if (request.Payload.Length <= MaxPayload && request.TryReadExitSignal(out var signal, out _))
        {
            _payload = request.Payload.ToArray();
            Signal = signal;
        }
    }

    /// <summary>Tells the client what is known, once.</summary>
    public void Tell(ClientEnd client)
    {
        if (_payload is null || IsTold || client.IsLeaving) return;
        IsTold = true;
        if (Signal is null) client.Exit("exit-status"u8, _payload, BinaryPrimitives.ReadUInt32BigEndian(_payload));
        else client.Exit("exit-signal"u8, _payload, status: null);
    }
}
