using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Proxy.Backends.Groups;

/// <summary>
/// 64 bits of a text, the same in every process, on every machine and in every version: what was placed by it must not
/// move when Sluice restarts or a second one stands beside it. <see cref="string.GetHashCode()"/> differs in each process.
/// </summary>
internal static class StableHash
{
    /// <summary>The first eight bytes of SHA-256 of the UTF-8 text.</summary>
    public static ulong Of(string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }

    /// <summary>Spreads every bit of the input over all of the result (the finaliser of SplitMix64).</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
