using System.Buffers.Binary;
using System.Text;

namespace Sluice.Testing.Peers;

/// <summary>
/// A payload written field by field (RFC 4251 section 5), right or wrong: <c>new Payload(94).U32(0).Text("data")</c>. It
/// shares no code with the transport's own writer.
/// </summary>
internal sealed class Payload(byte number)
{
    private readonly List<byte> _bytes = [number];

    public static implicit operator byte[](Payload payload) => [.. payload._bytes];

    public Payload Byte(byte value)
    {
        _bytes.Add(value);
        return this;
    }

    public Payload Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public Payload U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Raw(bytes);
    }

    /// <summary>A string with its length.</summary>
    public Payload Text(string text) => Blob(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes with their length.</summary>
    public Payload Blob(ReadOnlySpan<byte> bytes) => U32((uint)bytes.Length).Raw(bytes);

    /// <summary>Bytes as they are.</summary>
    public Payload Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }
}
