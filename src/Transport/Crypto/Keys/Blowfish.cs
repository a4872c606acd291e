using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>
/// Schneier's Blowfish with the salted key schedule of bcrypt, which no library lets its callers use.
/// </summary>
internal sealed class Blowfish
{
    private const int Rounds = 16;
    private const int SubkeyWords = Rounds + 2;
    private const int BoxWords = 256;
    private const int StateWords = SubkeyWords + (4 * BoxWords);

    // Blowfish starts from the fraction of pi, 32 bits a word: 18 subkeys, then four boxes.
    private static readonly Lazy<uint[]> _initial = new(FractionOfPi);

    private readonly uint[] _state = (uint[])_initial.Value.Clone();

    /// <summary>Mixes a key, and a salt if there is one, into the whole state. Both repeat as often as they are needed.</summary>
    public void Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        var position = 0;
        for (var i = 0; i < SubkeyWords; i++) _state[i] ^= NextWord(key, ref position);
        uint left = 0, right = 0;
        position = 0;
        for (var i = 0; i < StateWords; i += 2)
        {
            if (!salt.IsEmpty)
            {
                left ^= NextWord(salt, ref position);
                right ^= NextWord(salt, ref position);
            }
            Encrypt(ref left, ref right);
            _state[i] = left;
            _state[i + 1] = right;
        }
    }

    public void Encrypt(ref uint left, ref uint right)
    {
        ReadOnlySpan<uint> state = _state;
        ReadOnlySpan<uint> box0 = state.Slice(SubkeyWords, BoxWords), box1 = state.Slice(SubkeyWords + BoxWords, BoxWords),
            box2 = state.Slice(SubkeyWords + (2 * BoxWords), BoxWords), box3 = state.Slice(SubkeyWords + (3 * BoxWords), BoxWords);
        uint a = left, b = right;
        for (var i = 0; i < Rounds; i += 2)
        {
            a ^= state[i];
            b ^= ((box0[(byte)(a >> 24)] + box1[(byte)(a >> 16)]) ^ box2[(byte)(a >> 8)]) + box3[(byte)a];
            b ^= state[i + 1];
            a ^= ((box0[(byte)(b >> 24)] + box1[(byte)(b >> 16)]) ^ box2[(byte)(b >> 8)]) + box3[(byte)b];
        }
        left = b ^ state[Rounds + 1];
        right = a ^ state[Rounds];
    }

    public void Clear() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_state.AsSpan()));

    private static uint NextWord(ReadOnlySpan<byte> bytes, ref int position)
    {
        uint word = 0;
        for (var i = 0; i < sizeof(uint); i++)
        {
            word = (word << 8) | bytes[position];
            position = position + 1 < bytes.Length ? position + 1 : 0;
        }
        return word;
    }

    /// <summary>Machin's formula in fixed point: pi = 16 arctan(1/5) - 4 arctan(1/239).</summary>
    private static uint[] FractionOfPi()
    {
        const int Bits = 32 * StateWords, Guard = 64;
        var pi = ((16 * InverseTangent(5, Bits + Guard)) - (4 * InverseTangent(239, Bits + Guard))) >> Guard;
        var fraction = pi & ((BigInteger.One << Bits) - 1);
        Span<byte> bytes = new byte[Bits / 8];
        fraction.TryWriteBytes(bytes, out _, isUnsigned: true);
        // Little-endian bytes: the first word of the fraction is the last one here.
        var words = MemoryMarshal.Cast<byte, uint>(bytes).ToArray();
        Array.Reverse(words);
        return words;
    }

    private static BigInteger InverseTangent(int denominator, int bits)
    {
        var power = (BigInteger.One << bits) / denominator;
        var sum = power;
        for (var n = 3; !power.IsZero; n += 2)
        {
            power /= -denominator * denominator;
            sum += power / n;
        }
        return sum;
    }
}
