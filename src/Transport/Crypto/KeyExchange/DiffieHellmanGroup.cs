using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>A group of integers modulo a safe prime (RFC 4253 section 8, RFC 4419). Immutable and thread-safe.</summary>
internal sealed class DiffieHellmanGroup
{
    /// <summary>Bits of the smallest and the largest prime that are ever used.</summary>
    public const int MinBits = 2048, MaxBits = 8192;

    private readonly byte[] _prime;
    private readonly MontgomeryModulus _modulus;
    private readonly ulong[] _generator;

    /// <param name="prime">Big-endian without leading zeros, 2048 to 8192 bits, a multiple of 64; known to be a safe prime.</param>
    /// <param name="generator">Big-endian, above 1 and below the prime less 1.</param>
    public DiffieHellmanGroup(ReadOnlySpan<byte> prime, ReadOnlySpan<byte> generator)
    {
        _prime = prime.ToArray();
        _modulus = new MontgomeryModulus(MontgomeryModulus.ToLimbs(prime));
        _generator = new ulong[_modulus.Length];
        MontgomeryModulus.ReadLimbs(generator, _generator);
        Generator = generator.ToArray();
    }

    /// <summary>The prime, big-endian, its highest bit set.</summary>
    public ReadOnlySpan<byte> Prime => _prime;

    /// <summary>The generator, big-endian without leading zeros.</summary>
    public byte[] Generator { get; }

    /// <summary>Bits of the prime.</summary>
    public int Bits => 8 * _prime.Length;

    /// <summary>
    /// Limbs of private exponents: 256, 320, 384 and 448 bits for primes of up to 3072, 4096, 6144 and 8192. That is twice
    /// the strength of the group and more (NIST SP 800-56A revision 3, table 25: 112, 128, 152, 176, 200 bits), which is
    /// all that an attacker is up against in a group of a safe prime, and costs a twentieth of an exponent as long as
    /// the prime.
    /// </summary>
    public int ExponentLimbs => Bits switch { <= 3072 => 4, <= 4096 => 5, <= 6144 => 6, _ => 7 };

    /// <summary>The generator to a private exponent, as many bytes as the prime.</summary>
    public void PublicValue(ReadOnlySpan<ulong> exponent, Span<byte> value)
    {
        Span<ulong> power = stackalloc ulong[MontgomeryModulus.MaxLimbs];
        power = power[.._modulus.Length];
        _modulus.Power(_generator, exponent, power);
        MontgomeryModulus.WriteLimbs(power, value);
    }

    /// <summary>The peer's value to a private exponent, as many bytes as the prime.</summary>
    /// <param name="peer">Big-endian, without leading zeros.</param>
    /// <param name="exponent">The private exponent.</param>
    /// <param name="secret">Where the shared secret goes; the caller clears it.</param>
    /// <returns>False unless 1 &lt; peer &lt; p - 1 (RFC 4253 section 8, RFC 8268 section 4).</returns>
    public bool TryAgree(ReadOnlySpan<byte> peer, ReadOnlySpan<ulong> exponent, Span<byte> secret)
    {
        if (!IsElement(peer)) return false;
        Span<ulong> power = stackalloc ulong[MontgomeryModulus.MaxLimbs];
        power = power[.._modulus.Length];
        Span<ulong> number = stackalloc ulong[MontgomeryModulus.MaxLimbs];
        number = number[.._modulus.Length];
        MontgomeryModulus.ReadLimbs(peer, number);
        _modulus.Power(number, exponent, power);
        MontgomeryModulus.WriteLimbs(power, secret);
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(power));
        return true;
    }

    /// <summary>True if 1 &lt; value &lt; p - 1; big-endian without leading zeros.</summary>
    public bool IsElement(ReadOnlySpan<byte> value) => IsBetween(value, _prime);

    /// <summary>True if 1 &lt; value &lt; p - 1 for an odd p; both big-endian without leading zeros.</summary>
    public static bool IsBetween(ReadOnlySpan<byte> value, ReadOnlySpan<byte> prime)
    {
        if (value.IsEmpty || (value.Length == 1 && value[0] <= 1)) return false;
        if (value.Length != prime.Length) return value.Length < prime.Length;
        // The prime is odd: p - 1 differs from it in the lowest bit alone.
        var order = value[..^1].SequenceCompareTo(prime[..^1]);
        return order < 0 || (order == 0 && value[^1] < prime[^1] - 1);
    }
}
