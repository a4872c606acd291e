using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz;

/// <summary>Reads a payload, writes what was read, and reads that.</summary>
internal static class RoundTrip
{
    public delegate bool Parser<T>(ReadOnlySpan<byte> payload, out T message)
        where T : IMessage, allows ref struct;

    /// <summary>For messages that have one form only: writing gives back the payload.</summary>
    public static void Exact<T>(ReadOnlySpan<byte> payload, Parser<T> parse)
        where T : IMessage, allows ref struct
    {
        if (parse(payload, out var message)) Promise.Keep(Write(message).AsSpan().SequenceEqual(payload), $"{typeof(T).Name} is written as it was read.");
    }

    /// <summary>For messages with freedom (any byte but 0 is true, data may follow): what we write reads as the same.</summary>
    public static void Settled<T>(ReadOnlySpan<byte> payload, Parser<T> parse)
        where T : IMessage, allows ref struct
    {
        if (!parse(payload, out var message)) return;
        var written = Write(message);
        Promise.Keep(parse(written, out var again), $"{typeof(T).Name} reads what it wrote.");
        Promise.Keep(Write(again).AsSpan().SequenceEqual(written), $"{typeof(T).Name} is the same after a second round.");
    }

    /// <summary>The payload, within the bound that the message states.</summary>
    public static byte[] Write<T>(in T message)
        where T : IMessage, allows ref struct
    {
        var writer = new WireWriter(new byte[message.MaxLength]);
        writer.WriteByte((byte)message.Number);
        message.Write(ref writer);
        return writer.Written.ToArray();
    }
}
