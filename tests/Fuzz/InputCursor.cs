using System.Buffers.Binary;

namespace Sluice.Fuzz;

/// <summary>Takes an input apart. It never runs out: what is not there is zero or empty.</summary>
internal ref struct InputCursor(ReadOnlySpan<byte> input)
{
    /// <summary>What has not been taken yet.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = input;

    public byte TakeByte()
    {
        if (Rest.IsEmpty) return 0;
        var value = Rest[0];
        Rest = Rest[1..];
        return value;
    }

    /// <summary>Two bytes of length, big-endian, then as many bytes or as many as there are.</summary>
    public ReadOnlySpan<byte> TakeChunk()
    {
        if (Rest.Length < 2)
        {
            Rest = default;
            return default;
        }
        var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(Rest), Rest.Length - 2);
        var chunk = Rest.Slice(2, length);
        Rest = Rest[(2 + length)..];
        return chunk;
    }

    /// <summary>An input that <see cref="TakeChunk"/> takes apart again.</summary>
    public static byte[] Join(params ReadOnlySpan<byte[]> chunks)
    {
        var joined = new List<byte>();
        foreach (var chunk in chunks)
        {
            joined.Add((byte)(chunk.Length >> 8));
            joined.Add((byte)chunk.Length);
            joined.AddRange(chunk);
        }
        return [.. joined];
    }
}
