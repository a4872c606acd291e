using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// Judges the group that a server chose (RFC 4419). Servers send primes from files of their own, so a fixed list does not
/// do; a prime that is none would let whoever listens compute the secret. RFC 3526's are known. Any other p must be a
/// safe prime, p = 2q + 1: three rounds of Miller-Rabin on q, and one power on p, which Pocklington's theorem makes a
/// proof of p if q is prime. A chance mistake of the server is found with certainty for all purposes; one made to
/// deceive passes with a probability of at most 1/64, and gains nothing over a server that gives the secret away, for
/// it has to sign the group with a pinned key. Cost is four powers at most, and groups that passed are remembered.
/// </summary>
internal static class SafePrime
{
    private const int Rounds = 3;
    private const int MaxRemembered = 64;

    private static readonly ConcurrentDictionary<string, DiffieHellmanGroup> _remembered = new();

    /// <summary>The group, if it is fit for use; null if it is not.</summary>
    /// <param name="prime">Big-endian, without leading zeros.</param>
    /// <param name="generator">Big-endian, without leading zeros.</param>
    public static DiffieHellmanGroup? Judge(ReadOnlySpan<byte> prime, ReadOnlySpan<byte> generator)
    {
        var bits = 8 * prime.Length;
        if (bits is < DiffieHellmanGroup.MinBits or > DiffieHellmanGroup.MaxBits || bits % 64 != 0) return null;
        if (prime[0] < 0x80 || (prime[^1] & 1) == 0 || !DiffieHellmanGroup.IsBetween(generator, prime)) return null;
        if (DiffieHellmanGroups.Find(prime) is { } known && known.Generator.AsSpan().SequenceEqual(generator)) return known;
        var name = Convert.ToHexString(SHA256.HashData([.. prime, .. generator]));
        if (_remembered.TryGetValue(name, out var remembered)) return remembered;
        if (!IsSafePrime(prime)) return null;
        var group = new DiffieHellmanGroup(prime, generator);
        if (_remembered.Count < MaxRemembered) _remembered[name] = group;
        return group;
    }

    /// <summary>True if p and q = (p - 1) / 2 are prime; p is odd and above 7, its length a multiple of 8 bytes.</summary>
    public static bool IsSafePrime(ReadOnlySpan<byte> prime)
    {
        // q must be odd, and 3 divides p or q unless p = 2 (mod 3): cheap, and it turns away five of six odd numbers.
        var remainder = 0;
        foreach (var part in prime) remainder = ((remainder << 8) | part) % 3;
        if (remainder != 2 || (prime[^1] & 3) != 3) return false;
        var p = new MontgomeryModulus(MontgomeryModulus.ToLimbs(prime));
        var q = new MontgomeryModulus(ShiftRight(p.Limbs));
        // Pocklington: if q is prime and 2^(p-1) = 1 modulo p, so is p. That 2^q is 1 or -1 says no less.
        var power = new ulong[p.Length];
        power[0] = 2;
        p.Power(power, q.Limbs, power);
        return (IsOne(power) || IsMinusOne(power, p)) && IsProbablyPrime(q);
    }

    /// <summary>Miller-Rabin with random witnesses.</summary>
    private static bool IsProbablyPrime(MontgomeryModulus q)
    {
        var exponent = ShiftRight(q.Limbs);
        var twos = 1;
        for (; (exponent[0] & 1) == 0; twos++) exponent = ShiftRight(exponent);
        var witness = new ulong[q.Length];
        for (var round = 0; round < Rounds; round++)
        {
            // Below q, since q has one bit less than the limbs hold, and two less are filled here.
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(witness.AsSpan()));
            witness[^1] >>= 2;
            q.Power(witness, exponent, witness);
            // A multiple of q is a witness of nothing.
            if (witness.AsSpan().IndexOfAnyExcept(0UL) < 0)
            {
                round--;
                continue;
            }
            if (!IsOne(witness) && !ReachesMinusOne(witness, q, twos)) return false;
        }
        return true;
    }

    private static bool ReachesMinusOne(ulong[] power, MontgomeryModulus q, int twos)
    {
        for (var squared = 0; squared < twos; squared++)
        {
            if (IsMinusOne(power, q)) return true;
            q.Power(power, [2UL], power);
        }
        return false;
    }

    private static ulong[] ShiftRight(ReadOnlySpan<ulong> number)
    {
        var half = new ulong[number.Length];
        for (var i = 0; i < half.Length; i++) half[i] = (number[i] >> 1) | (i + 1 < half.Length ? number[i + 1] << 63 : 0);
        return half;
    }

    private static bool IsOne(ReadOnlySpan<ulong> number) => number[0] == 1 && !number[1..].ContainsAnyExcept(0UL);

    private static bool IsMinusOne(ReadOnlySpan<ulong> number, MontgomeryModulus modulus) =>
        number[0] == modulus.Limbs[0] - 1 && number[1..].SequenceEqual(modulus.Limbs[1..]);
}
