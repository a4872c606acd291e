using System.Runtime.InteropServices;

namespace Sluice.Testing;

/// <summary>Bytes that no compressor shrinks and that are the same on every machine for one seed (SplitMix64).</summary>
public static class DeterministicNoise
{
    public static byte[] Create(int length, ulong seed)
    {
        var bytes = new byte[length];
        Fill(bytes, seed);
        return bytes;
    }

    public static void Fill(Span<byte> target, ulong seed)
    {
        var state = seed * 0x9E3779B97F4A7C15;
        var words = MemoryMarshal.Cast<byte, ulong>(target);
        foreach (ref var word in words)
            word = Next(ref state);

        var last = Next(ref state);
        foreach (ref var left in target[(words.Length * sizeof(ulong))..])
        {
            left = (byte)last;
            last >>= 8;
        }
    }

    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
