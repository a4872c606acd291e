using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>The one-time authenticator Poly1305 (RFC 8439 section 2.5). A key must never see a second message.</summary>
internal static class Poly1305
{
    public const int KeyLength = 32;

    public const int TagLength = 16;

    /// <summary>Below this many bytes, preparing the powers of r costs more than it saves.</summary>
    private const int WorthVectors = 512;

    /// <summary>Writes the tag of <paramref name="message"/>, 16 bytes; the key has 32.</summary>
    public static void ComputeTag(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> tag)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        var sum = new Poly1305Sum(key[..16]);
        if (Poly1305Vector512.IsSupported && message.Length >= WorthVectors)
        {
            Span<ulong> limbs = stackalloc ulong[5];
            sum.GetMultiplier(limbs);
            var wide = message.Length - message.Length % Poly1305Vector512.Stride;
            Poly1305Vector512.Sum(limbs, message[..wide], limbs);
            sum.Set(limbs);
            message = message[wide..];
        }
        var whole = message.Length - message.Length % TagLength;
        sum.AddBlocks(message[..whole]);
        if (whole < message.Length) sum.AddLast(message[whole..]);
        BinaryPrimitives.WriteUInt128LittleEndian(tag, unchecked(sum.Reduce() + BinaryPrimitives.ReadUInt128LittleEndian(key[16..])));
    }
}
