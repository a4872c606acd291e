using System.Numerics;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>Xors a piece of key stream that has been computed before.</summary>
internal static class XorMask
{
    /// <summary>Writes as many bytes as the source has; mask and destination are at least as long.</summary>
    public static void Apply(ReadOnlySpan<byte> source, ReadOnlySpan<byte> mask, Span<byte> destination)
    {
        var i = 0;
        for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            (new Vector<byte>(source[i..]) ^ new Vector<byte>(mask[i..])).CopyTo(destination[i..]);
        }
        for (; i < source.Length; i++) destination[i] = (byte)(source[i] ^ mask[i]);
    }
}
