using System.Text;

namespace Sluice.Transport;

/// <summary>A channel request, borrowed for the length of the call. Shapes are those of RFC 4254 section 6.</summary>
public readonly ref struct ChannelRequest
{
    internal ChannelRequest(ReadOnlySpan<byte> type, bool wantsReply, ReadOnlySpan<byte> payload)
    {
        Type = type;
        WantsReply = wantsReply;
        Payload = payload;
    }

    /// <summary>The request's name as it came, for example <c>exec</c>.</summary>
    public ReadOnlySpan<byte> Type { get; }

    /// <summary>True if the peer waits for CHANNEL_SUCCESS or CHANNEL_FAILURE.</summary>
    public bool WantsReply { get; }

    /// <summary>What follows <c>want reply</c>, for forwarding.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>True if the name is <paramref name="type"/>.</summary>
    public bool Is(ReadOnlySpan<byte> type) => Type.SequenceEqual(type);

    /// <summary>The name for a log line, printable ASCII only and at most 64 characters.</summary>
    public string TypeText
    {
        get
        {
            var text = new StringBuilder();
            foreach (var b in Type[..Math.Min(Type.Length, 64)]) text.Append(b is >= 0x20 and < 0x7f ? (char)b : '?');
            return text.ToString();
        }
    }

    /// <summary>Reads <c>env</c>: name and value (section 6.4).</summary>
    public bool TryReadEnvironment(out string name, out string value)
    {
        var reader = new Wire.WireReader(Payload);
        name = reader.ReadText();
        value = reader.ReadText();
        return reader.IsComplete && Is("env"u8);
    }

    /// <summary>Reads <c>exec</c>: the command line as bytes (section 6.5).</summary>
    public bool TryReadExec(out ReadOnlySpan<byte> command)
    {
        var reader = new Wire.WireReader(Payload);
        command = reader.ReadString();
        return reader.IsComplete && Is("exec"u8);
    }

    /// <summary>Reads <c>exit-status</c> (section 6.10).</summary>
    public bool TryReadExitStatus(out uint status)
    {
        var reader = new Wire.WireReader(Payload);
        status = reader.ReadUInt32();
        return reader.IsComplete && Is("exit-status"u8);
    }

    /// <summary>Reads <c>exit-signal</c>: the signal's name without SIG, and the message (section 6.10).</summary>
    public bool TryReadExitSignal(out string signal, out string message)
    {
        var reader = new Wire.WireReader(Payload);
        signal = reader.ReadText();
        reader.ReadBoolean();
        message = reader.ReadText();
        reader.ReadString();
        return reader.IsComplete && Is("exit-signal"u8);
    }

    /// <summary>Reads <c>signal</c>: the signal's name without SIG (section 6.9).</summary>
    public bool TryReadSignal(out string signal)
    {
        var reader = new Wire.WireReader(Payload);
        signal = reader.ReadText();
        return reader.IsComplete && Is("signal"u8);
    }
}
