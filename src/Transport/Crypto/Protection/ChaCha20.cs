using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// The ChaCha20 stream cipher over a state of 16 words (RFC 8439 section 2.3): four constants, eight key words, the block
/// counter (word 12), and the nonce. It computes as many blocks side by side as the machine has lanes; those loops are
/// compiled with full effort at once, because unoptimised vector code would make the first packets crawl. The counter must
/// not pass 2^32 blocks, 256 GiB, between two settings.
/// </summary>
internal static class ChaCha20
{
    public const int KeyLength = 32;

    public const int BlockLength = 64;

    /// <summary>Words of the state.</summary>
    public const int StateLength = 16;

    /// <summary>The word of the state that counts blocks.</summary>
    public const int Counter = 12;

    /// <summary>The largest <see cref="Stride"/> of any machine.</summary>
    public const int LongestStride = ChaCha20Vector512.Stride;

    /// <summary>Bytes that this machine computes in one go; shorter runs cost as much.</summary>
    public static int Stride =>
        ChaCha20Vector512.IsSupported ? ChaCha20Vector512.Stride :
        ChaCha20Vector256.IsSupported ? ChaCha20Vector256.Stride :
        ChaCha20Vector128.Stride;

    /// <summary>Writes the constants and the key of 32 bytes into a state, and zeros behind them.</summary>
    public static void SetKey(Span<uint> state, ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, StateLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("ChaCha20 is written for little-endian processors: run on x64 or Arm64.");
        }
        "expand 32-byte k"u8.CopyTo(MemoryMarshal.AsBytes(state));
        key.CopyTo(MemoryMarshal.AsBytes(state[4..]));
        state[Counter..].Clear();
    }

    /// <summary>
    /// Xors the key stream from the state's counter on, and moves the counter behind the last block, even if not all of
    /// it was used. Destination has the source's length and begins at the same byte or does not overlap it.
    /// </summary>
    [SkipLocalsInit]
    public static void Transform(Span<uint> state, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, source.Length);
        var whole = source.Length - source.Length % Stride;
        TransformStrides(state, source[..whole], destination[..whole]);
        if (whole == source.Length) return;

        source = source[whole..];
        Span<byte> rest = stackalloc byte[LongestStride];
        rest = rest[..(source.Length <= BlockLength ? BlockLength : Stride)];
        source.CopyTo(rest);
        rest[source.Length..].Clear();
        var next = unchecked(state[Counter] + (uint)((source.Length + BlockLength - 1) / BlockLength));
        TransformStrides(state, rest, rest);
        state[Counter] = next;
        rest[..source.Length].CopyTo(destination[whole..]);
        CryptographicOperations.ZeroMemory(rest);
    }

    /// <summary><see cref="Transform"/> for one block, or for a multiple of <see cref="Stride"/>.</summary>
    public static void TransformStrides(Span<uint> state, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.Length == BlockLength) ChaCha20Vector128.Transform(state, source, destination);
        else if (ChaCha20Vector512.IsSupported) ChaCha20Vector512.Transform(state, source, destination);
        else if (ChaCha20Vector256.IsSupported) ChaCha20Vector256.Transform(state, source, destination);
        else ChaCha20Vector128.Transform(state, source, destination);
    }
}
