using System.Buffers.Binary;
using System.Text;

namespace Sluice.Transport.Wire;

/// <summary>
/// Reads the data types of RFC 4251 section 5 from untrusted bytes. It never throws: a value that does not fit makes
/// <see cref="Failed"/> true for good, and everything read from then on is empty or zero, so that a message is parsed
/// in one go and judged once, by <see cref="IsComplete"/>.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    /// <summary>True once any read did not fit.</summary>
    public bool Failed { get; private set; }

    /// <summary>True if everything read so far was there and nothing is left over.</summary>
    public readonly bool IsComplete => !Failed && _position == _data.Length;

    /// <summary>Bytes consumed so far.</summary>
    public readonly int Position => _position;

    /// <summary>What has not been read yet, empty after a failure.</summary>
    public readonly ReadOnlySpan<byte> Remaining => Failed ? default : _data[_position..];

    public byte ReadByte() => Take(1) is [var value] ? value : (byte)0;

    /// <summary>RFC 4251 section 5: any value but zero is true.</summary>
    public bool ReadBoolean() => ReadByte() != 0;

    public uint ReadUInt32() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;

    public ulong ReadUInt64() => Take(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;

    /// <summary>A length of four bytes, then that many bytes.</summary>
    public ReadOnlySpan<byte> ReadString()
    {
        var length = ReadUInt32();
        return length <= int.MaxValue ? Take((int)length) : Fail();
    }

    /// <summary>A string that must be UTF-8 without NUL; anything else is a failure.</summary>
    public string ReadText()
    {
        var bytes = ReadString();
        if (bytes.Contains((byte)0) || !System.Text.Unicode.Utf8.IsValid(bytes))
        {
            Fail();
            return "";
        }
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>
    /// A non-negative mpint, big-endian, without the leading zero that only keeps it positive. Negative numbers and
    /// numbers with needless leading zeros are failures.
    /// </summary>
    public ReadOnlySpan<byte> ReadMpint()
    {
        var bytes = ReadString();
        if (bytes.IsEmpty) return bytes;
        if ((bytes[0] & 0x80) != 0) return Fail();
        if (bytes[0] != 0) return bytes;
        return bytes.Length > 1 && (bytes[1] & 0x80) != 0 ? bytes[1..] : Fail();
    }

    /// <summary>Exactly <paramref name="count"/> bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count) => Take(count);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (Failed || (uint)count > (uint)(_data.Length - _position)) return Fail();
        var taken = _data.Slice(_position, count);
        _position += count;
        return taken;
    }

    private ReadOnlySpan<byte> Fail()
    {
        Failed = true;
        return default;
    }
}
