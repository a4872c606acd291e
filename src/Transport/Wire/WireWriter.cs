using System.Buffers.Binary;
using System.Text;

namespace Sluice.Transport.Wire;

/// <summary>
/// Writes the data types of RFC 4251 section 5 into a span that the caller made large enough. Running over its end is
/// a mistake of ours and throws.
/// </summary>
internal ref struct WireWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What has been written so far.</summary>
    public readonly Span<byte> Written => _destination[..Length];

    public void WriteByte(byte value) => _destination[Length++] = value;

    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_destination[Length..], value);
        Length += 4;
    }

    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_destination[Length..], value);
        Length += 8;
    }

    /// <summary>The bytes as they are, without a length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_destination[Length..]);
        Length += bytes.Length;
    }

    public void WriteString(ReadOnlySpan<byte> bytes)
    {
        WriteUInt32((uint)bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>The text as UTF-8 with its length.</summary>
    public void WriteText(ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetBytes(text, _destination[(Length + 4)..]);
        WriteUInt32((uint)length);
        Length += length;
    }

    /// <summary>A non-negative number, big-endian with or without leading zeros, as an mpint.</summary>
    public void WriteMpint(ReadOnlySpan<byte> magnitude)
    {
        magnitude = magnitude.TrimStart((byte)0);
        var needsZero = !magnitude.IsEmpty && (magnitude[0] & 0x80) != 0;
        WriteUInt32((uint)(magnitude.Length + (needsZero ? 1 : 0)));
        if (needsZero) WriteByte(0);
        WriteBytes(magnitude);
    }
}
